/** What scrolls is reached by the keyboard. */
export const scrolls = (label: string) => ({
  viewportProps: { tabIndex: 0, role: 'region', 'aria-label': label },
});

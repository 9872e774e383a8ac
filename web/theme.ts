import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core';

/** Text, frame and everything that is not said otherwise. */
const ink: MantineColorsTuple = [
  '#f0f4f8',
  '#dde6ef',
  '#bfcedd',
  '#a3b9d0',
  '#8fadcb',
  '#5d7a9c',
  '#3f5f85',
  '#1b2f4b',
  '#14253d',
  '#0d1a2c',
];

/** The rope: the one main act of a page. */
const rope: MantineColorsTuple = [
  '#fdf3ea',
  '#fbe3cd',
  '#f6c79c',
  '#f4ad6c',
  '#f2994a',
  '#d9701a',
  '#bf5b0d',
  '#a84a07',
  '#8b3c04',
  '#6d2e02',
];

/** Only for what cannot be undone. */
const red: MantineColorsTuple = [
  '#fdf0ee',
  '#fadcd8',
  '#f2b8b1',
  '#f09a90',
  '#f28b82',
  '#d4483d',
  '#c03228',
  '#a8261d',
  '#8b1d15',
  '#6d140e',
];

const dark: MantineColorsTuple = [
  '#dbe4ee',
  '#b8c5d3',
  '#9aa9ba',
  '#70839a',
  '#33424f',
  '#26333f',
  '#18212b',
  '#10161d',
  '#0b1016',
  '#070a0e',
];

const gray: MantineColorsTuple = [
  '#f7f6f3',
  '#f2f1ed',
  '#e9e9e6',
  '#dcdfe4',
  '#c6ccd4',
  '#8492a4',
  '#66758a',
  '#55647a',
  '#3a4a61',
  '#1b2f4b',
];

const font = "'Inter Variable', Inter, system-ui, 'Segoe UI', Roboto, sans-serif";

export const theme = createTheme({
  colors: { ink, rope, red, dark, gray },
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 4 },
  // Mantine's own autoContrast looks at the light shade only, and would write white on pale orange in the dark.
  variantColorResolver: (input) => ({
    ...defaultVariantColorsResolver(input),
    ...(input.variant === 'filled' ? { color: 'var(--rappel-on-filled)' } : {}),
  }),
  black: '#1b2f4b',
  fontFamily: font,
  headings: {
    fontFamily: font,
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'sm',
  radius: { sm: '6px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    // The edge of a field is told from the page at 3:1, which the default is not (WCAG 1.4.11).
    Input: {
      vars: (_: unknown, { error }: { error?: unknown }) => ({
        wrapper: error ? {} : { '--input-bd': 'var(--rappel-field-edge)' },
      }),
    },
    Checkbox: { vars: () => ({ root: { '--checkbox-icon-color': 'var(--rappel-on-filled)' } }) },
    Radio: { vars: () => ({ root: { '--radio-icon-color': 'var(--rappel-on-filled)' } }) },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Modal: { defaultProps: { centered: true, radius: 'md' } },
    Anchor: { defaultProps: { underline: 'always' } },
  },
});

/** What the palettes cannot say: surfaces, edges and quiet text, each at AA contrast on its surface. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fdfcfa',
    '--mantine-color-text': '#1b2f4b',
    '--mantine-color-dimmed': '#55647a',
    '--mantine-color-placeholder': '#66758a',
    '--mantine-color-anchor': '#2b4f80',
    '--mantine-color-error': '#a8261d',
    '--mantine-color-default-border': '#dcdfe4',
    '--rappel-field-edge': '#8492a4',
    '--rappel-surface': '#ffffff',
    '--rappel-rail': '#1b2f4b',
    '--rappel-hover': '#f2f1ed',
    '--rappel-rope': '#c8641a',
    '--rappel-on-filled': '#ffffff',
    '--mantine-color-red-light': '#fbeae7',
  },
  dark: {
    '--mantine-color-body': '#10161d',
    '--mantine-color-text': '#dbe4ee',
    '--mantine-color-dimmed': '#9aa9ba',
    '--mantine-color-placeholder': '#8596a9',
    '--mantine-color-anchor': '#a9c6e6',
    '--mantine-color-error': '#f28b82',
    '--mantine-color-default-border': '#2b3846',
    '--rappel-field-edge': '#70839a',
    '--rappel-surface': '#151d26',
    '--rappel-rail': '#0b1016',
    '--rappel-hover': '#1b2530',
    '--rappel-rope': '#f2994a',
    '--rappel-on-filled': '#10161d',
    // Derived from the pale shade of the dark, these would be white.
    '--mantine-color-ink-outline': '#8fadcb',
    '--mantine-color-rope-outline': '#f2994a',
    '--mantine-color-red-outline': '#f28b82',
    '--mantine-color-red-light': '#33191a',
  },
});

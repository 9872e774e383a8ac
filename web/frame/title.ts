import { createContext, type Dispatch, type SetStateAction } from 'react';

/** A step on the way to the page, with its address. */
export interface Crumb {
  label: string;
  href: string;
}

export interface Heading {
  title: string;
  crumbs: Crumb[];
}

/** How a page tells the top bar what it is called. */
export const HeadingContext = createContext<Dispatch<SetStateAction<Heading | undefined>>>(() => {});

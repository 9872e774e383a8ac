import type { Catalogue } from './catalogue.ts';
import type { Draw } from './draw.ts';

/** What every statement of the generator needs: the chance and the offer. */
export interface Making {
  draw: Draw;
  catalogue: Catalogue;
}

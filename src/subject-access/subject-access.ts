export { writeExtract, writeExtractFor, writeExtractOf } from './extract.ts';
export type { Language } from './words.ts';

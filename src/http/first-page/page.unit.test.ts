import { describe, expect, it } from 'vitest';
import type { Language } from '../language.ts';
import { firstPage } from './page.ts';

const page = (language: Language, more: { version?: string; institutions?: number | undefined } = {}) =>
  firstPage({ language, version: '1.2.3', embedded: true, institutions: 1234, ...more });

describe.each(['en', 'fr'] as const)('the first page in %s', (language) => {
  it('has no script, no inline style and nothing from elsewhere', () => {
    expect(page(language)).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:|https?:/i);
  });

  it('says its language and links to the other one', () => {
    expect(page(language)).toContain(`<html lang="${language}">`);
    expect(page(language)).toContain(`href="/?lang=${language === 'fr' ? 'en' : 'fr'}"`);
  });

  it('escapes what it is given', () => {
    expect(page(language, { version: `<b>'"&` })).toContain('&lt;b&gt;&#39;&quot;&amp;');
  });

  it('says so where the database does not answer', () => {
    expect(page(language, { institutions: undefined })).toMatch(/does not answer|ne répond pas/);
  });
});

it('writes French with its spaces and quotation marks', () => {
  const text = page('fr').replace(/<pre.*?<\/pre>|<[^>]*>/gs, '');
  expect(text).toContain('1\u202f234');
  expect(text).not.toMatch(/[^\u00a0]:(\s|$)|[^\u202f][;!?](\s|$)|[«][^\u00a0]|[^\u00a0]»/m);
  expect(text).not.toMatch(/\p{L}'\p{L}|"/u);
});

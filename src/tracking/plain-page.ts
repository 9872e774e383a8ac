/** A page for who is nobody known: in both languages, without anything to load. */
export function plainPage(french: string, english: string): string {
  return `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${french}</title><main><h1>${french}</h1><p lang="en">${english}</p></main></html>`;
}

/** HTML that may stand in HTML as it is; everything else is escaped. */
export interface Html {
  readonly html: string;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A piece of a page: html`<p>${anything}</p>`, where a text or a number is escaped and a list is joined. */
export function html(parts: TemplateStringsArray, ...values: (string | number | Html | Html[])[]): Html {
  return { html: String.raw({ raw: parts }, ...values.map(escaped)) };
}

function escaped(value: string | number | Html | Html[]): string {
  if (Array.isArray(value)) return value.map((one) => one.html).join('');
  if (typeof value === 'object') return value.html;
  return String(value).replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
}

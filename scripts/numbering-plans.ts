// Prints the telephone numbering plans that `phone_key` reads (migrations/0037_phone_numbers.sql), as libphonenumber-js has them.
// Where that library moves on, the test of `phone_key` says so: a new migration then replaces these functions with what this prints.
import { Metadata, type MetadataJson } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';

interface Plan {
  callingCode(): string;
  nationalNumberPattern(): string;
  IDDPrefix(): string;
  // 0 where the plan has none
  nationalPrefixForParsing(): string | 0 | undefined;
  nationalPrefixTransformRule(): string | 0 | undefined;
}

const countries = Object.keys((metadata as MetadataJson).countries);
const plans = countries.map((country) => {
  const numbering = new Metadata(metadata);
  numbering.selectNumberingPlan(country as never);
  return { country, plan: numbering.numberingPlan as unknown as Plan };
});
const codes: Record<string, string> = {};
const homes: Record<string, (string | null)[]> = {};
for (const { country, plan } of plans) {
  const code = plan.callingCode();
  // Seven digits that a few networks of the United States take from each other are no number of the world.
  const pattern = plan.nationalNumberPattern().replace(String.raw`|3\d{6}`, '');
  codes[code] = [codes[code], `(?:${pattern})`].filter(Boolean).join('|');
  homes[country] = [
    code,
    plan.IDDPrefix(),
    plan.nationalPrefixForParsing() || null,
    (plan.nationalPrefixTransformRule() || undefined)?.replaceAll('$', '\\') ?? null,
  ];
}
// Of the countries that share a code, the one whose prefix somebody would write behind it, as in +44 (0)20.
const mains = Object.fromEntries(
  Object.entries(
    (metadata as unknown as { country_calling_codes: Record<string, string[]> }).country_calling_codes,
  )
    .filter(([code]) => code in codes)
    .map(([code, [main]]) => [code, main]),
);
const quoted = (text: string | null | undefined) =>
  typeof text === 'string' ? `'${text.replaceAll("'", "''")}'` : 'null';
const cases = (of: Record<string, string>) =>
  Object.entries(of)
    .map(([name, said]) => `    when ${quoted(name)} then ${said}`)
    .join('\n');
console.log(`-- calling code, what is dialled before a foreign number, before a national one, and what the latter becomes
create function phone_plan(country text) returns text[] language plpgsql immutable parallel safe as $$
begin
  return case country
${cases(Object.fromEntries(Object.entries(homes).map(([country, plan]) => [country, `array[${plan.map(quoted).join(', ')}]::text[]`])))}
  end;
end $$;

-- the numbers behind a calling code
create function phone_pattern(code text) returns text language plpgsql immutable parallel safe as $$
begin
  return case code
${cases(Object.fromEntries(Object.entries(codes).map(([code, pattern]) => [code, quoted(`^(?:${pattern})$`)])))}
  end;
end $$;

-- of the countries behind a calling code, the one whose prefix some write behind it, as in +44 (0)20
create function phone_country(code text) returns text language plpgsql immutable parallel safe as $$
begin
  return case code
${cases(Object.fromEntries(Object.entries(mains).map(([code, country]) => [code, quoted(country)])))}
  end;
end $$;`);

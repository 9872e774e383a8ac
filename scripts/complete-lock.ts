/**
 * Completes package-lock.json with the packages of other platforms, or with --check says what is missing.
 *
 * npm leaves an optional dependency out of the lock where the registry at hand (a mirror, say) does not
 * serve it; `npm ci` then refuses that lock on every machine. An entry needs no more than its version and
 * what it runs on: machines of another kind skip it, machines of that kind fetch it.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface Entry {
  version?: string;
  cpu?: string[] | undefined;
  dev?: boolean | undefined;
  libc?: string[] | undefined;
  optional?: boolean;
  os?: string[] | undefined;
  optionalDependencies?: Record<string, string>;
}

const lockFile = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(lockFile, 'utf8')) as { packages: Record<string, Entry> };

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'x64',
  'wasm32',
];

/** Where npm would look for `name` from the package at `path`, nearest first. */
function isLocked(path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

/** The platform that a name such as `@swc/core-linux-arm-gnueabihf` speaks of. */
function platformOf(name: string) {
  const words = name.split(/[/-]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : undefined;
  if (os.length === 0 && cpu.length === 0)
    throw new Error(`${name}: no platform in the name; lock it by hand`);
  return { os: os.length > 0 ? os : undefined, cpu: cpu.length > 0 ? cpu : undefined, libc };
}

const missing: Record<string, Entry> = {};
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(path, name)) continue;
    const { cpu, libc, os } = platformOf(name);
    // In the order in which npm writes them; JSON leaves out what is undefined.
    missing[`node_modules/${name}`] = { version, cpu, dev: entry.dev, libc, optional: true, os };
  }
}

const names = Object.keys(missing).map((path) => path.slice('node_modules/'.length));
if (names.length > 0 && process.argv.includes('--check')) {
  console.error(`package-lock.json lacks ${names.join(', ')}: npm ci refuses it.`);
  console.error('Run: node_modules/.bin/node scripts/complete-lock.ts');
  process.exitCode = 1;
} else if (names.length > 0) {
  const all = Object.entries({ ...lock.packages, ...missing });
  lock.packages = Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b, 'en')));
  writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`Added to package-lock.json: ${names.join(', ')}`);
}

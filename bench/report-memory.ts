import { writeFileSync } from 'node:fs';

// Loaded into a `rappel` process with `node --import`: leaves its peak of resident memory (in KiB) when it ends.
const file = process.env.BENCH_MEMORY_FILE;
process.on('exit', () => {
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS));
});

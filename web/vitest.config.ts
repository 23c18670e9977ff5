import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, mergeConfig } from 'vitest/config';
import app from './vite.config';

// All files share a world, which takes a third of the time; those that replace modules load the app's anew.
const tests = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.test\.tsx?$/.test(name)).map((name) => join('src', name));
const replacing = tests.filter((name) => readFileSync(name, 'utf8').includes('vi.mock('));
const sharing = tests.filter((name) => !replacing.includes(name));

export default mergeConfig(app, defineConfig({
  test: {
    testTimeout: 60_000, // an end for what hangs, on a busy machine too; no measure
    pool: 'threads',
    projects: [
      { extends: true, test: { name: 'shared', include: sharing, isolate: false } },
      { extends: true, test: { name: 'replacing', include: replacing, isolate: false, setupFiles: ['src/lib/freshModules.ts'] } },
    ],
  },
}));

// The app's types are the server's types: regenerate with `build/docket types > web/src/api/router-types.gen.ts`.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';

const root = join(import.meta.dirname, '..', '..');
it('the committed types are what the server prints', () => {
    const printed = execFileSync(process.env.DOCKET_BINARY ?? join(root, 'build', 'docket'), ['types'], { encoding: 'utf8', maxBuffer: 1 << 24 });
    assert.equal(readFileSync(join(root, 'web', 'src', 'api', 'router-types.gen.ts'), 'utf8'), printed);
});

// For test files that replace modules but share a world: what an earlier one has loaded, with its
// replacements in it, is loaded anew.
import { vi } from 'vitest';

vi.resetModules();

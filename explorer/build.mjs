// Fetches the library of the API explorer, once: dist/library.js.gz. Needs Node.js 20 and npm, and no other package.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const PACKAGE = '@scalar/api-reference';
const VERSION = '1.72.1';
const INTEGRITY =
  'sha512-XpEJ0rfc/cXbCrR+iC4kK0o/WwX2dTtGQbT049OlPKAHD6IMIFdTeGz2r+M27P2EDWKyUITRm/NzlP8z2pw/Ow==';

const dist = new URL('dist/', import.meta.url);
const library = new URL('library.js.gz', dist);
const stamp = new URL('library.version', dist);

if (existsSync(library) && existsSync(stamp) && readFileSync(stamp, 'utf8') === INTEGRITY) process.exit(0);

const folder = mkdtempSync(join(tmpdir(), 'ostia-explorer-'));
try {
  const arguments_ = ['pack', `${PACKAGE}@${VERSION}`, '--json', '--pack-destination', folder];
  const [{ filename }] = JSON.parse(execFileSync('npm', arguments_, { cwd: folder, encoding: 'utf8' }));
  const archive = join(folder, filename);
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found !== INTEGRITY) throw new Error(`${PACKAGE} ${VERSION} isn't what was expected: its checksum is ${found}`);
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  // The package names its licence and lacks the text; users get it with the script.
  const licence = readFileSync(new URL('LIBRARY-LICENSE', import.meta.url), 'utf8').trim();
  const script = readFileSync(join(folder, 'package', 'dist', 'browser', 'standalone.js'), 'utf8');
  const text = `/*! ${PACKAGE} ${VERSION}\n\n${licence}\n*/\n${script.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')}`;
  writeFileSync(library, gzipSync(text, { level: 9 }));
  writeFileSync(stamp, INTEGRITY);
  console.log(`explorer: ${PACKAGE} ${VERSION}`);
} catch (error) {
  console.error(`explorer: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

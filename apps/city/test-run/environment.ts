import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Words } from '../cli/language.ts';

/** Something outside npm that some tests need, with the Debian packages that bring it. */
export interface Need {
  readonly name: Words;
  readonly packages: readonly string[];
  present(): boolean;
}

const onPath = (program: string, also: readonly string[] = []) =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', ...also].some((dir) => dir !== '' && existsSync(join(dir, program)));

const postgresRoot = '/usr/lib/postgresql';
const postgresVersions = () => (existsSync(postgresRoot) ? readdirSync(postgresRoot) : []);

function hasChineseFont(): boolean {
  try {
    return execFileSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() !== '';
  } catch {
    return false;
  }
}

export const needs: readonly Need[] = [
  {
    name: { zh: 'PostgreSQL 15 与 PostGIS 3', en: 'PostgreSQL 15 with PostGIS 3' },
    packages: ['postgresql-15', 'postgresql-15-postgis-3'],
    present: () =>
      postgresVersions().some(
        (v) => existsSync(join(postgresRoot, v, 'bin/initdb')) && existsSync(`/usr/share/postgresql/${v}/extension/postgis.control`),
      ),
  },
  { name: { zh: 'NATS 服务器', en: 'NATS server' }, packages: ['nats-server'], present: () => onPath('nats-server') },
  {
    name: { zh: 'Chromium 浏览器', en: 'Chromium' },
    packages: ['chromium'],
    present: () => onPath('chromium') || onPath('chromium-browser'),
  },
  { name: { zh: '中文字体', en: 'Chinese fonts' }, packages: ['fonts-noto-cjk', 'fontconfig'], present: hasChineseFont },
  { name: { zh: 'PDF 文本工具', en: 'PDF text tool' }, packages: ['poppler-utils'], present: () => onPath('pdftotext') },
];

/** The command that would bring what is missing. */
export const installCommand = (missing: readonly Need[]): string =>
  `apt-get install -y --no-install-recommends ${missing.flatMap((need) => need.packages).join(' ')}`;

/** May this process install Debian packages? */
export const mayInstall = (): boolean => process.getuid?.() === 0 && onPath('apt-get');

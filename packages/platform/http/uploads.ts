import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { provenType } from './file-type.ts';
import { holdsHostileText } from './input.ts';
import { HttpRefusal } from './problem.ts';
import type { Route, Upload } from './route.ts';

export interface Form {
  readonly fields: Record<string, unknown>;
  readonly files: readonly Upload[];
  /** Over names, values and the files' content. */
  readonly hash: string;
}

const multipartRefusals: Record<string, (limits: NonNullable<Route['uploads']>) => HttpRefusal> = {
  FST_REQ_FILE_TOO_LARGE: (limits) => new HttpRefusal({ code: 'http.body_too_large', params: { limit: `${limits.maxBytes} B` } }),
  FST_FILES_LIMIT: (limits) => new HttpRefusal({ code: 'http.too_many_files', params: { limit: limits.maxFiles } }),
};

/** A field sent as application/json (or in a field called `json`) arrives parsed; all others as text. */
function fieldValue(value: unknown, mimetype: string, name: string): unknown {
  if (typeof value !== 'string' || (mimetype !== 'application/json' && name !== 'json')) return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new HttpRefusal({ code: 'http.malformed_body' });
  }
}

function addField(fields: Record<string, unknown>, name: string, value: unknown): void {
  if (name === 'json' && typeof value === 'object' && value !== null) Object.assign(fields, value);
  else if (name in fields) fields[name] = [fields[name], value].flat();
  else fields[name] = value;
}

function checkedFile(file: { fieldname: string; filename: string; mimetype: string }, bytes: Uint8Array, types: readonly string[]): Upload {
  const type = provenType(bytes, file.mimetype);
  if (type === null || !types.includes(type))
    throw new HttpRefusal({ code: 'http.unsupported_type', params: { type: type ?? file.mimetype } });
  // Browsers send a bare name; a path in it is an attempt at something.
  const name = file.filename.split(/[\\/]/).at(-1)!.slice(0, 200);
  return { field: file.fieldname, name, type, bytes };
}

/** Reads a multipart request within the route's limits; every file's type is proven by its first bytes. Throws HttpRefusal. */
export async function readForm(request: FastifyRequest, limits: NonNullable<Route['uploads']>): Promise<Form> {
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const files: Upload[] = [];
  const hash = createHash('sha256');
  const sizes = { files: limits.maxFiles, fileSize: limits.maxBytes, fields: 100, fieldSize: 256 * 1024, fieldNameSize: 100 };
  try {
    for await (const part of request.parts({ limits: sizes })) {
      hash.update(part.type).update('\u0000').update(part.fieldname).update('\u0000');
      if (part.type === 'file') {
        const bytes = await part.toBuffer();
        hash.update(bytes);
        if (bytes.length > 0 || part.filename !== '') files.push(checkedFile(part, bytes, limits.types));
      } else {
        hash.update(String(part.value));
        addField(fields, part.fieldname, fieldValue(part.value, part.mimetype, part.fieldname));
      }
    }
  } catch (error) {
    if (error instanceof HttpRefusal) throw error;
    const { code = '' } = error as { code?: string };
    // What the parser says without a code of its own: the stream broke off or is no multipart.
    throw multipartRefusals[code]?.(limits) ?? (code.startsWith('FST_') ? error : new HttpRefusal({ code: 'http.malformed_body' }));
  }
  const hostile = holdsHostileText(fields) || files.some((file) => holdsHostileText(file.name));
  if (hostile) throw new HttpRefusal({ code: 'http.hostile_text' });
  return { fields: { ...fields }, files, hash: hash.digest('hex') };
}

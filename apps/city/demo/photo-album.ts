import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Desk } from '@chengmai/modules/cases/desk.ts';
import { type KeptPhoto, keepPhoto } from '@chengmai/modules/cases/photos.ts';
import type { Chance } from './chance.ts';
import type { Scene } from './scenes.ts';

/** The drawn pictures of a package, each made ready once however often it is used. */
export interface PhotoAlbum {
  photo(picture: Scene['picture'], moment: 'before' | 'after', chance: Chance): Promise<KeptPhoto>;
}

export function openPhotoAlbum(desk: Desk, dir: string): PhotoAlbum {
  const kept = new Map<string, Promise<KeptPhoto>>();
  const keep = async (name: string) => {
    const bytes = await readFile(join(dir, 'photos', name));
    const photo = await keepPhoto(desk, { field: 'file', name, type: 'image/jpeg', bytes });
    if (!photo.ok) throw new Error(`bug: ${name} of the city package is no picture`);
    return photo.value;
  };
  return {
    photo(picture, moment, chance) {
      const name = `${picture}-${moment}-${chance.pick([1, 2])}.jpg`;
      const known = kept.get(name) ?? keep(name);
      kept.set(name, known);
      return known;
    },
  };
}

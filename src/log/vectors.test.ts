/**
 * The inclusion and consistency vectors that other implementations agree on: transparency-dev/merkle, Apache-2.0. They lie
 * beside the project, not in it; without them this says so.
 */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { verifyConsistency, verifyInclusion } from './tree.ts'

const folder = path.join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'vectors', 'merkle')
type Vector = { readonly proof: readonly string[] | null; readonly wantErr: boolean } & (
  | { readonly leafIdx: number; readonly treeSize: number; readonly root: string | null; readonly leafHash: string | null }
  | { readonly size1: number; readonly size2: number; readonly root1: string | null; readonly root2: string | null }
)
// What a vector leaves out is missing, however it is spelled there.
const bytes = (text: string | null) => new Uint8Array(Buffer.from(text ?? '', 'base64'))

test('every public vector is judged as its authors judge it', { skip: existsSync(folder) ? false : 'the vectors are not beside the project' }, () => {
  const files = globSync('**/*.json', { cwd: folder })
  assert.equal(files.length, 196)
  for (const file of files) {
    const vector = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Vector
    const proof = (vector.proof ?? []).map(bytes)
    const proved = 'leafIdx' in vector
      ? verifyInclusion(vector.leafIdx, vector.treeSize, bytes(vector.leafHash), proof, bytes(vector.root))
      : verifyConsistency(vector.size1, vector.size2, bytes(vector.root1), bytes(vector.root2), proof)
    assert.equal(proved, !vector.wantErr, file)
  }
})

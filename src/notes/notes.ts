export { MOST_OF_NOTE, MOST_OF_REMARK } from './free-text.ts';
export { changeNote, deleteNote, type Note, selectNotes, writeNote } from './note.ts';
export { changeRemark, selectRemark } from './remark.ts';

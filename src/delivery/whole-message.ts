import type MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';

/** As nodemailer wraps it (RFC 2045, 6.7: at most 76). */
const LINE_LENGTH = 76;

/**
 * A message that nodemailer composed, with CRLF at the end of each line, as one piece. Nodemailer writes it through eight streams,
 * a dozen chunks and as many rounds of the event loop, which is right for an attachment of many megabytes; of a letter, which is
 * in memory already, it was a fifth of what sending one costs.
 * @param node whose contents are texts, not streams or files
 * @throws TypeError where they are something else
 */
export function wholeMessage(node: MimeNode): Buffer {
  const lines = written(node);
  return Buffer.from((lines.endsWith('\n') ? lines : `${lines}\n`).replaceAll(/\r?\n/g, '\r\n'));
}

/** Without the end of its last line. */
function written(node: MimeNode): string {
  // says where its parts are separated, too
  const headers = node.buildHeaders();
  const parts = node.childNodes.map((part) => `--${node.boundary}\r\n${written(part)}\r\n`);
  const end = node.multipart ? `--${node.boundary}--` : '';
  return `${headers}\r\n\r\n${bodyOf(node)}${parts.join('')}${end}`;
}

function bodyOf(node: MimeNode): string {
  const { content } = node;
  if (content === undefined || content === '') return '';
  const encoding = node.getTransferEncoding();
  if (typeof content !== 'string' || (encoding !== '7bit' && encoding !== 'quoted-printable'))
    throw new TypeError(`a part of a message is not a text, or encoded as ${encoding}`);
  return encoding === '7bit' ? content : wrap(encode(content), LINE_LENGTH);
}

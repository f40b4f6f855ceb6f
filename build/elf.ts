/** A program header: which bytes of the file the kernel or the dynamic linker reads, and for what. */
const PROGRAM_HEADER_BYTES = 56;

/** Where the fields of the file header stand in a 64-bit ELF file, little-endian as on amd64 and arm64. */
const HEADER = { sectionTable: 0x28, programTable: 0x20, programCount: 0x38, sectionCount: 0x3c, sectionNames: 0x3e };

/**
 * Leaves out of a program what is there for debuggers only: symbol and section tables, which stand behind all that is loaded when
 * it runs. This is what `strip` does, which the base image lacks; for Node it is a fifth of the file.
 *
 * @throws When the file is not a 64-bit little-endian ELF program.
 * @see https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.pheader.html
 */
export function stripSymbols(program: Buffer): Buffer {
  const isElf64 = program.readUInt32BE(0) === 0x7f_45_4c_46 && program[4] === 2 && program[5] === 1;
  if (!isElf64) throw new Error('not a 64-bit little-endian ELF program');
  const table = Number(program.readBigUInt64LE(HEADER.programTable));
  const count = program.readUInt16LE(HEADER.programCount);
  const ends = Array.from({ length: count }, (_, index) => endOfSegment(program, table + index * PROGRAM_HEADER_BYTES));
  const stripped = Buffer.from(program.subarray(0, Math.max(table + count * PROGRAM_HEADER_BYTES, ...ends)));
  stripped.writeBigUInt64LE(0n, HEADER.sectionTable);
  stripped.writeUInt16LE(0, HEADER.sectionCount);
  stripped.writeUInt16LE(0, HEADER.sectionNames);
  return stripped;
}

/** Where the bytes of the segment end in the file: its offset and its size there. */
function endOfSegment(program: Buffer, header: number): number {
  return Number(program.readBigUInt64LE(header + 8) + program.readBigUInt64LE(header + 32));
}

namespace CheckIn.Gate.Scanning.Qr;

/// <summary>One symbol of several that make a message together (ISO/IEC 18004, clause 8). They are not put together here.</summary>
/// <param name="Position">Of this symbol in the message, 0 to 15.</param>
/// <param name="Total">Symbols in the message, 1 to 16.</param>
/// <param name="Parity">All bytes of the whole message, exclusive-or: the same in all its symbols.</param>
public readonly record struct StructuredAppend(int Position, int Total, byte Parity);

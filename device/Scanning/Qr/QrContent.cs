namespace CheckIn.Gate.Scanning.Qr;

/// <summary>What the data of a symbol says; the members are those of <see cref="QrCode"/>.</summary>
internal sealed record QrContent(
    byte[] Bytes, string Text, string CharacterSet, StructuredAppend? StructuredAppend, string? Application);

namespace CheckIn.Gate.Keys;

/// <summary>A sealed part, ready for an event.</summary>
/// <param name="Json">
/// JSON object {day, enc, ct, salt}: what <see cref="CheckIn.Contract.EventDraft.Sealed"/> takes.
/// </param>
/// <param name="Hash">SHA-256(salt ‖ enc ‖ ct), hexadecimal: the body's <c>sealed_hash</c>.</param>
public sealed record SealedPart(ReadOnlyMemory<byte> Json, string Hash);

/// <summary>Keyed pseudonym of a subject. <paramref name="Day"/> is the key's day, "yyyy-MM-dd".</summary>
public readonly record struct SubjectTag(string Tag, string Day);

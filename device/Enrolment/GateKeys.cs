namespace CheckIn.Gate.Enrolment;

/// <summary>A sealed part, ready for an event.</summary>
/// <param name="Json">JSON object {day, enc, ct, salt}: what <see cref="CheckIn.Contract.EventDraft.Sealed"/> takes.</param>
/// <param name="Hash">SHA-256(salt ‖ enc ‖ ct), hexadecimal: the body's <c>sealed_hash</c>.</param>
public sealed record SealedPart(ReadOnlyMemory<byte> Json, string Hash);

/// <summary>Keyed pseudonym of a subject. <paramref name="Day"/> is the key's day, "yyyy-MM-dd".</summary>
public readonly record struct SubjectTag(string Tag, string Day);

/// <summary>The gate's keys for tags and sealing: its own until enrolment gives it a site's.</summary>
public sealed class GateKeys
{
    /// <summary>Opens the directory, making keys where there are none.</summary>
    public static GateKeys Open(KeyOptions options, TimeProvider time) => throw new NotImplementedException();

    /// <summary>The pseudonym of a subject under today's key.</summary>
    /// <param name="subject">Kind and number, such as "cccd:001099000001".</param>
    public SubjectTag TagOf(string subject) => throw new NotImplementedException();

    /// <summary>Seals personal fields (UTF-8 JSON) to the tracing key of the day.</summary>
    public SealedPart Seal(ReadOnlySpan<byte> personal) => throw new NotImplementedException();
}

/// <summary>Section <c>Keys</c>.</summary>
public sealed class KeyOptions
{
    /// <summary>Where keys are kept, mode 700. Default <c>data/keys</c>.</summary>
    [System.ComponentModel.DataAnnotations.Required]
    public string Directory { get; set; } = "data/keys";
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CheckIn.Credentials;

/// <summary>
/// What a gate decides by: the kind of a code, what is wrong with it, and whom it stands for. It points into the code's
/// bytes and allocates nothing; personal fields are cut out only when somebody asks for them
/// (<see cref="CredentialReader.Read"/>).
/// </summary>
public ref struct CodeReading
{
    /// <summary>Most bytes of <see cref="Subject"/>.</summary>
    public const int MaxSubjectBytes = 48;

    private SubjectBytes _subject;
    private int _subjectLength;

    /// <summary>What it is, decided by structure.</summary>
    public CredentialKind Kind { get; internal set; }

    /// <summary>
    /// Null when well-formed; otherwise what is wrong, in words without personal data, always one of a few constants.
    /// </summary>
    public string? Problem { get; internal set; }

    /// <summary>Bytes of the code.</summary>
    public int Length { get; internal set; }

    /// <summary>
    /// Kind and number of whom it stands for, such as "cccd:001099000001", UTF-8; empty when it names nobody.
    /// </summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Subject => ((ReadOnlySpan<byte>)_subject)[.._subjectLength];

    internal CodeFields Fields { get; set; }

    internal void SetSubject(scoped ReadOnlySpan<byte> prefix, scoped ReadOnlySpan<byte> number)
    {
        prefix.CopyTo(_subject);
        number.CopyTo(((Span<byte>)_subject)[prefix.Length..]);
        _subjectLength = prefix.Length + number.Length;
    }

    [InlineArray(MaxSubjectBytes)]
    private struct SubjectBytes
    {
        private byte _first;
    }
}

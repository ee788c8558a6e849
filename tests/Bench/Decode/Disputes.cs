using System.Text;

namespace CheckIn.Bench.Decode;

/// <summary>
/// Labels that their own pictures contradict: collections of photographs have wrong ones. A reading that contradicts
/// its label is disputed instead of wrong where the picture proves it, which takes two things. The codes read needed at
/// most half of the corrections that their symbols allow, so that they are what was printed, not what a decoder made of
/// it; and the label's text is in no character set what was read, or the choice of the set may be what is wrong. A
/// proof holds for whoever reads the same from the picture, at any rotation; where no code should be, nothing is
/// disputed.
/// </summary>
internal sealed class Disputes
{
    internal const string Rule =
        "disputed: only text other than the expected was read, but the picture proves it: at most half of the "
        + "correctable codewords had to be corrected, and the expected text has the bytes read in no character set. A "
        + "peer that reads the same as our reader is disputed too. wrong: all other text that was not expected, false "
        + "positives included.";

    // By the label's own array, which a picture at all its rotations shares.
    private readonly Dictionary<byte[], List<ReadCode>> _proofs = [];

    /// <summary>The verdict on what was read, with the labels that our reader has disproved so far.</summary>
    internal Verdict Judge(Specimen specimen, IReadOnlyList<ReadCode> codes)
    {
        var verdict = specimen.Judge(codes);
        if (verdict != Verdict.Wrong || specimen is not { Expected: { } label, IsText: true })
            return verdict;
        var text = Encoding.UTF8.GetString(label);
        if (codes.All(code => code.IsCertain && !Writing.MayBe(code.Bytes, text)))
            _proofs.TryAdd(label, [.. codes]);
        return _proofs.TryGetValue(label, out var proofs) && codes.All(code => proofs.Any(proof => IsSame(code, proof)))
            ? Verdict.Disputed
            : Verdict.Wrong;
    }

    private static bool IsSame(ReadCode code, ReadCode proof) =>
        code.Text.Trim() == proof.Text.Trim() || code.Bytes.AsSpan().SequenceEqual(proof.Bytes);
}

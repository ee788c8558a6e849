using System.Text;
using CheckIn.Gate.Scanning.Pictures;

namespace CheckIn.Bench.Decode;

/// <summary>A picture of a set, loaded only while it is read: collections of photographs exceed memory.</summary>
/// <param name="Name">The file's name, or the crop's.</param>
/// <param name="Expected">What it says; null = no code is in it.</param>
/// <param name="IsText">Whether <paramref name="Expected"/> is UTF-8 text; else it is the code's raw bytes.</param>
internal sealed record Specimen(string Name, byte[]? Expected, bool IsText, Func<LuminancePicture> Load)
{
    /// <summary>
    /// Right when the expected text is among what was read, or when nothing is expected and nothing was read; wrong
    /// when only other text was read; else not read. A code beside the expected one does not make a picture wrong (one
    /// of the public photographs shows two, and names one); it is counted under <see cref="Extra"/>.
    /// </summary>
    internal Verdict Judge(IReadOnlyList<ReadCode> codes)
    {
        if (codes.Count == 0)
            return Expected is null ? Verdict.Right : Verdict.NotRead;
        return codes.Any(IsExpected) ? Verdict.Right : Verdict.Wrong;
    }

    /// <summary>Codes read beside the expected one that say something else.</summary>
    internal int Extra(IReadOnlyList<ReadCode> codes) =>
        Judge(codes) == Verdict.Right ? codes.Count(code => !IsExpected(code)) : 0;

    private bool IsExpected(ReadCode code)
    {
        if (Expected is null)
            return false;
        return IsText
            ? code.Text.Trim() == Encoding.UTF8.GetString(Expected).Trim()
            : code.Bytes.AsSpan().SequenceEqual(Expected);
    }
}

/// <summary>What came of a picture; <see cref="Disputes"/> tells what is disputed.</summary>
internal enum Verdict { Right, NotRead, Wrong, Disputed }

using System.Buffers;
using System.Text;
using CheckIn.Credentials.Cbor;

namespace CheckIn.Credentials.Health;

/// <summary>
/// A name of a health certificate: as it is written (fn, gn) and as a passport's machine-readable zone has it (fnt,
/// gnt:
/// letters A to Z and &lt; alone, ICAO 9303). Each has at most 80 characters; fnt must be there. What is written has a
/// letter and no control character.
/// </summary>
internal ref struct HealthName
{
    private const int MaxCharacters = 80;
    private static readonly SearchValues<byte> Latin = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ<"u8);

    internal ReadOnlySpan<byte> Family { get; private set; }
    internal ReadOnlySpan<byte> Given { get; private set; }
    internal ReadOnlySpan<byte> LatinFamily { get; private set; }
    internal ReadOnlySpan<byte> LatinGiven { get; private set; }

    /// <summary>Reads the map of a name.</summary>
    /// <returns>Null, or what is wrong.</returns>
    internal static string? Read(scoped ref CborCursor cursor, out HealthName read)
    {
        var name = default(HealthName);
        var (members, hasLatinFamily) = (cursor.ReadMap(), false);
        while (members.Next(ref cursor))
        {
            var key = cursor.ReadText();
            if (cursor.Next != CborKind.TextString)
                cursor.Skip();
            else if (key.SequenceEqual("fn"u8))
                name.Family = cursor.ReadText();
            else if (key.SequenceEqual("gn"u8))
                name.Given = cursor.ReadText();
            else if (key.SequenceEqual("gnt"u8))
                name.LatinGiven = cursor.ReadText();
            else if (key.SequenceEqual("fnt"u8))
            {
                name.LatinFamily = cursor.ReadText();
                hasLatinFamily = true;
            }
            else
                cursor.Skip();
        }
        read = name;
        return cursor.IsBroken ? "its name is not well-formed"
            : hasLatinFamily && IsLatin(name.LatinFamily) && IsLatin(name.LatinGiven)
                && IsWritten(name.Family) && IsWritten(name.Given) ? null
            : "its name is none";
    }

    /// <summary>Family name first, as it is written; else as a passport has it.</summary>
    internal readonly string Text()
    {
        var isWritten = Family.Length + Given.Length > 0;
        var family = Encoding.UTF8.GetString(isWritten ? Family : LatinFamily);
        var given = Encoding.UTF8.GetString(isWritten ? Given : LatinGiven);
        return $"{family} {given}".Trim().Normalize(NormalizationForm.FormC);
    }

    private static bool IsLatin(ReadOnlySpan<byte> text) =>
        text.Length <= MaxCharacters && !text.ContainsAnyExcept(Latin);

    private static bool IsWritten(ReadOnlySpan<byte> text)
    {
        var (characters, hasLetter) = (0, text.IsEmpty);
        for (var rest = text; !rest.IsEmpty;)
        {
            Rune.DecodeFromUtf8(rest, out var rune, out var size);
            rest = rest[size..];
            characters += rune.Utf16SequenceLength;
            hasLetter |= Rune.IsLetter(rune);
            if (Rune.IsControl(rune))
                return false;
        }
        return hasLetter && characters <= MaxCharacters;
    }
}

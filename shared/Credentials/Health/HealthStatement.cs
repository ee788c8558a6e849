using System.Formats.Cbor;
using System.Text;
using System.Text.RegularExpressions;

namespace CheckIn.Credentials.Health;

/// <summary>
/// What a health certificate states of whom (claim -260, member 1: the eHealth Network's schema 1.0.0 to 1.3.0). Checked is
/// what a gate relies on and what makes a statement one: a name, a birth, exactly one entry of exactly one group with all
/// that such an entry has, and the certificate's own id. Not checked are the value sets and patterns of medical members,
/// which a gate does not read and issuers get wrong.
/// </summary>
internal sealed partial class HealthStatement
{
    /// <summary>The claim that holds it.</summary>
    internal const long Claim = -260;

    private const int MaxTextBytes = 320; // 80 characters of four bytes
    private const CborTag DateTag = 0;

    // What an entry of each group must have.
    private static readonly Dictionary<string, (HealthUsages Kind, string[] Members)> Groups = new()
    {
        ["v"] = (HealthUsages.Vaccination, ["tg", "vp", "mp", "ma", "dn", "sd", "dt", "co", "is", "ci"]),
        ["t"] = (HealthUsages.Test, ["tg", "tt", "sc", "tr", "co", "is", "ci"]),
        ["r"] = (HealthUsages.Recovery, ["tg", "fr", "co", "is", "df", "du", "ci"]),
    };

    /// <summary>Null, or what is wrong; the others are what was read until then.</summary>
    internal string? Problem { get; private set; }

    internal HealthUsages Kind { get; private set; }

    /// <summary>As it is shown; empty where there is none.</summary>
    internal string Name { get; private set; } = "";

    /// <summary>Nothing, a year, a month or a day.</summary>
    internal string Birth { get; private set; } = "";

    /// <summary>UVCI, unique to the certificate.</summary>
    internal string CertificateId { get; private set; } = "";

    /// <summary>Reads the claim: a map of which member 1 is the statement.</summary>
    internal static HealthStatement ReadClaim(CborReader reader)
    {
        HealthStatement? found = null;
        foreach (var label in reader.ReadLabels())
        {
            var item = reader.ReadEncodedValue();
            if (label == 1 && found is not null)
                return new() { Problem = "its claim holds two statements" };
            if (label == 1)
                found = Read(item);
        }
        return found ?? new() { Problem = "its claim holds no statement" };
    }

    /// <summary>Reads a statement; never throws, whatever the bytes.</summary>
    internal static HealthStatement Read(ReadOnlyMemory<byte> statement)
    {
        var found = new HealthStatement();
        try
        {
            found.Problem = CborDocument.Read(statement, found.ReadMembers);
        }
        catch (FormatException)
        {
            found.Problem = "its statement is not well-formed";
        }
        return found;
    }

    private string? ReadMembers(CborReader reader)
    {
        string? name = null, birth = null, version = null;
        var hasName = false;
        foreach (var member in reader.ReadNames())
        {
            if (member == "nam")
                (name, hasName) = (HealthName.Read(reader), true);
            else if (member == "dob")
                birth = reader.ReadTextString();
            else if (member == "ver")
                version = reader.ReadTextString();
            else if (!Groups.TryGetValue(member, out var group))
                reader.SkipValue();
            else if (ReadGroup(group.Kind, group.Members, reader) is { } problem)
                return problem;
        }
        (Name, Birth) = (name ?? "", birth ?? "");
        return !hasName || birth is null || string.IsNullOrEmpty(version) ? "its statement lacks name, birth or version"
            : name is null ? "its name is none"
            : Kind == HealthUsages.None ? "it states nothing"
            : IsBirth().IsMatch(birth) ? null : "its date of birth is none";
    }

    /// <summary>A group: one entry. Null in its place, which some issuers write, is no group.</summary>
    private string? ReadGroup(HealthUsages kind, string[] members, CborReader reader)
    {
        if (reader.PeekState() is CborReaderState.Null or CborReaderState.Boolean or CborReaderState.SimpleValue)
        {
            reader.SkipValue();
            return null;
        }
        if (Kind != HealthUsages.None)
            return "it states more than one thing";
        Kind = kind;
        reader.ReadStartArray();
        if (reader.PeekState() == CborReaderState.EndArray)
            return "its group is empty";
        if (ReadEntry(members, reader) is { } problem)
            return problem;
        if (reader.PeekState() != CborReaderState.EndArray)
            return "it states more than one thing";
        reader.ReadEndArray();
        return null;
    }

    private string? ReadEntry(string[] members, CborReader reader)
    {
        var missing = members.ToHashSet();
        foreach (var member in reader.ReadNames())
        {
            if (!TryReadValue(reader, out var text))
                return "its entry is not well-formed";
            missing.Remove(member);
            if (member == "ci")
                CertificateId = text;
        }
        return missing.Count > 0 || CertificateId.Length == 0 ? "its entry lacks members" : null;
    }

    /// <summary>A text, with the tag of a date or without; or a number or null, which is passed over.</summary>
    private static bool TryReadValue(CborReader reader, out string text)
    {
        text = "";
        reader.TryReadTag(DateTag);
        if (reader.IsAtText())
            text = reader.ReadTextString();
        else if (reader.PeekState() is CborReaderState.StartArray or CborReaderState.StartMap or CborReaderState.Tag
            or CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString)
            return false;
        else
            reader.SkipValue();
        return Encoding.UTF8.GetByteCount(text) <= MaxTextBytes;
    }

    /// <summary>Nothing, a year, a month or a day from 1900 to 2099; a time after it does not matter.</summary>
    [GeneratedRegex(@"^((19|20)[0-9]{2}(-[0-9]{2}){0,2}(T.*)?)?\z", RegexOptions.Singleline)]
    private static partial Regex IsBirth();
}

using CheckIn.Credentials.Cbor;

namespace CheckIn.Credentials.Health;

/// <summary>
/// What a health certificate states of whom (claim -260, member 1: the eHealth Network's schema 1.0.0 to 1.3.0).
/// Checked
/// is what a gate relies on and what makes a statement one: a name, a birth, exactly one entry of exactly one group
/// with
/// all that such an entry has, and the certificate's own id. Not checked are the value sets and patterns of medical
/// members, which a gate does not read and issuers get wrong. It points into the bytes that it was read from.
/// </summary>
internal ref struct HealthStatement
{
    private const int MaxTextBytes = 320; // 80 characters of four bytes
    private const ulong DateTag = 0;

    private static ReadOnlySpan<byte> Member1 => [1];

    internal HealthUsages Kind { get; private set; }
    internal HealthName Name { get; private set; }
    internal ReadOnlySpan<byte> Birth { get; private set; }

    /// <summary>UVCI, unique to the certificate.</summary>
    internal ReadOnlySpan<byte> CertificateId { get; private set; }

    /// <summary>Reads the claim: a map of which member 1 is the statement.</summary>
    /// <returns>Null, or what is wrong.</returns>
    internal static string? ReadClaim(ReadOnlySpan<byte> claim, out HealthStatement read)
    {
        read = default;
        var cursor = new CborCursor(claim);
        var pairs = cursor.ReadMap();
        ReadOnlySpan<byte> statement = default;
        while (pairs.Next(ref cursor))
        {
            var isIt = cursor.ReadItem().SequenceEqual(Member1);
            var item = cursor.ReadItem();
            if (isIt && !statement.IsEmpty)
                return "its claim holds two statements";
            if (isIt)
                statement = item;
        }
        return statement.IsEmpty || !cursor.IsAtEnd ? "its claim holds no statement" : Read(statement, out read);
    }

    /// <summary>Reads a statement.</summary>
    internal static string? Read(ReadOnlySpan<byte> statement, out HealthStatement read)
    {
        var found = default(HealthStatement);
        var cursor = new CborCursor(statement);
        var members = cursor.ReadMap();
        var (hasName, hasBirth, hasVersion) = (false, false, false);
        string? problem = null, nameProblem = null;
        while (problem is null && members.Next(ref cursor))
        {
            var key = cursor.ReadText();
            if (key.SequenceEqual("nam"u8) && !hasName)
            {
                (nameProblem, hasName) = (HealthName.Read(ref cursor, out var name), true);
                found.Name = name;
            }
            else if (key.SequenceEqual("dob"u8) && !hasBirth)
            {
                found.Birth = cursor.ReadText();
                hasBirth = true;
            }
            else if (key.SequenceEqual("ver"u8) && !hasVersion)
                hasVersion = !cursor.ReadText().IsEmpty;
            else if (GroupOf(key) is var group and not HealthUsages.None)
                problem = found.ReadGroup(group, ref cursor);
            else
                cursor.Skip();
        }
        read = found;
        return problem ?? nameProblem ?? (!cursor.IsAtEnd ? "its statement is not well-formed"
            : !hasName || !hasBirth || !hasVersion ? "its statement lacks name, birth or version"
            : found.Kind == HealthUsages.None ? "it states nothing"
            : IsBirth(found.Birth) ? null
            : "its date of birth is none");
    }

    private static HealthUsages GroupOf(ReadOnlySpan<byte> key) => (char)(key.Length == 1 ? key[0] : 0) switch
    {
        'v' => HealthUsages.Vaccination,
        't' => HealthUsages.Test,
        'r' => HealthUsages.Recovery,
        _ => HealthUsages.None,
    };

    /// <summary>A group: one entry. Null in its place, which some issuers write, is no group.</summary>
    private string? ReadGroup(HealthUsages group, scoped ref CborCursor cursor)
    {
        if (cursor.Next == CborKind.Simple)
        {
            cursor.Skip();
            return null;
        }
        if (Kind != HealthUsages.None)
            return "it states more than one thing";
        Kind = group;
        var entries = cursor.ReadArray();
        if (!entries.Next(ref cursor))
            return "its group is empty";
        var problem = ReadEntry(group, ref cursor);
        return problem ?? (entries.Next(ref cursor) ? "it states more than one thing" : null);
    }

    private string? ReadEntry(HealthUsages group, scoped ref CborCursor cursor)
    {
        var wanted = group switch
        {
            HealthUsages.Vaccination => "tgvpmpmadnsddtcoisci"u8,
            HealthUsages.Test => "tgttsctrcoisci"u8,
            _ => "tgfrcoisdfduci"u8,
        };
        var (seen, members) = (0, cursor.ReadMap());
        while (members.Next(ref cursor))
        {
            var key = cursor.ReadText();
            var at = key.Length == 2 ? IndexOf(wanted, key) : -1;
            if ((at >= 0 && (seen & (1 << at)) != 0) || !TryReadValue(ref cursor, out var value))
                return "its entry is not well-formed";
            if (key.SequenceEqual("ci"u8))
                CertificateId = value;
            if (at >= 0)
                seen |= 1 << at;
        }
        return seen != (1 << (wanted.Length / 2)) - 1 || CertificateId.IsEmpty ? "its entry lacks members" : null;
    }

    private static int IndexOf(ReadOnlySpan<byte> pairs, ReadOnlySpan<byte> pair)
    {
        for (var at = 0; at < pairs.Length; at += 2)
        {
            if (pairs.Slice(at, 2).SequenceEqual(pair))
                return at / 2;
        }
        return -1;
    }

    /// <summary>A text, with the tag of a date or without; or a number or null, which is passed over.</summary>
    private static bool TryReadValue(scoped ref CborCursor cursor, out ReadOnlySpan<byte> text)
    {
        text = default;
        cursor.TryReadTag(DateTag);
        if (cursor.Next == CborKind.TextString)
            text = cursor.ReadText();
        else if (cursor.Next
            is CborKind.UnsignedInteger or CborKind.NegativeInteger or CborKind.Simple or CborKind.Float)
            cursor.Skip();
        else
            return false;
        return text.Length <= MaxTextBytes && !cursor.IsBroken;
    }

    /// <summary>Nothing, a year, a month or a day from 1900 to 2099; a time after it does not matter.</summary>
    private static bool IsBirth(ReadOnlySpan<byte> text)
    {
        var time = text.IndexOf((byte)'T');
        var date = time < 0 ? text : text[..time];
        if (date.IsEmpty)
            return time < 0;
        if (date.Length is not (4 or 7 or 10) || !(date.StartsWith("19"u8) || date.StartsWith("20"u8)))
            return false;
        for (var i = 0; i < date.Length; i++)
        {
            if (i is 4 or 7 ? date[i] != '-' : !char.IsAsciiDigit((char)date[i]))
                return false;
        }
        return true;
    }
}

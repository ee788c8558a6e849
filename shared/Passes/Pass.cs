namespace CheckIn.Passes;

/// <summary>
/// A credential that the hub signed. It says what a gate has to know, and neither who holds it nor any number of his.
/// </summary>
/// <param name="Id">Which one it is.</param>
/// <param name="Category">One of <see cref="PassCategories"/>, or another word, 1 to 24 of a to z, 0 to 9 and "-".</param>
/// <param name="IssuedAt">Whole seconds.</param>
/// <param name="ExpiresAt">From then on it is good no more; whole seconds.</param>
/// <param name="NotBefore">From when it is good; null = from when it was issued.</param>
/// <param name="Scope">Where it is good; null = wherever its issuer is believed.</param>
/// <param name="HolderKey">
/// The public key of the phone that shows it, a compressed point (<see cref="P256Point"/>): it is good only with that
/// phone's proof of the moment (<see cref="RotatingCode"/>). Empty = it is static, for a card or paper.
/// </param>
public sealed record Pass(
    PassId Id, string Category, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, DateTimeOffset? NotBefore = null,
    PassScope? Scope = null, ReadOnlyMemory<byte> HolderKey = default)
{
    /// <summary>Whether it is good with a phone's proof only.</summary>
    public bool IsRotating => !HolderKey.IsEmpty;

    /// <summary>Kind and number, from which the tag is made: "pass:" and the id.</summary>
    public string Subject => "pass:" + Id;
}

/// <summary>Words for whom a pass is for. Stable; others may be added.</summary>
public static class PassCategories
{
    /// <summary>Who works there.</summary>
    public const string Staff = "staff";
    /// <summary>Who visits.</summary>
    public const string Visitor = "visitor";
    /// <summary>Who brings and fetches, often and shortly.</summary>
    public const string Deliverer = "deliverer";

    /// <summary>Most characters of any.</summary>
    public const int MaxLength = 24;

    // In a pass each of these is its place here, from 1; another one is text.
    private static readonly string[] Known = [Staff, Visitor, Deliverer];

    /// <summary>Whether it is one of these or could be: 1 to 24 of a to z, 0 to 9 and "-".</summary>
    public static bool IsValid(string? word) => word is { Length: >= 1 and <= MaxLength }
        && word.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    internal static int? NumberOf(string word) => Array.IndexOf(Known, word) is >= 0 and var at ? at + 1 : null;

    internal static string? OfNumber(long number) => number >= 1 && number <= Known.Length ? Known[number - 1] : null;
}

/// <summary>Where a pass is good: a site, or a node with all that is below it.</summary>
/// <param name="IsNode">A node's; else a site's.</param>
/// <param name="Id">Its code, 1 to 64 of letters without diacritics, digits, "-", "_" and ".".</param>
public sealed record PassScope(bool IsNode, string Id)
{
    private const string Site = "s:", Node = "n:";

    /// <summary>Most characters of <see cref="Id"/>.</summary>
    public const int MaxLength = 64;

    /// <summary>As the claim <c>aud</c> has it: "s:" and a site's id, or "n:" and a node's.</summary>
    public override string ToString() => (IsNode ? Node : Site) + Id;

    /// <summary>Reads what <see cref="ToString"/> writes; null = it is none.</summary>
    public static PassScope? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isNode = text.StartsWith(Node, StringComparison.Ordinal);
        return (isNode || text.StartsWith(Site, StringComparison.Ordinal)) && IsId(text.AsSpan(Site.Length))
            ? new(isNode, text[Site.Length..]) : null;
    }

    /// <summary>Whether a site or a node could be called so.</summary>
    public static bool IsId(ReadOnlySpan<char> id)
    {
        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
                return false;
        }
        return id.Length is >= 1 and <= MaxLength;
    }
}

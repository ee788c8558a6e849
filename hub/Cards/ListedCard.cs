using System.Text;
using CheckIn.Credentials;
using CheckIn.Rules;

namespace CheckIn.Hub.Cards;

/// <summary>What the hub keeps of a card: nothing by which anybody could be named.</summary>
/// <param name="Key">Of its subject, under the hub's key of cards.</param>
/// <param name="Twin">Of the other subject that stands for the same person; null = there is none.</param>
/// <param name="From">From when it is good, Unix minutes; 0 = no bound.</param>
/// <param name="Until">Until when, that minute not included; 0 = no bound.</param>
internal sealed record ListedCard(SubjectKey Key, SubjectKey? Twin, string Category, bool IsDenied, uint From, uint Until)
{
    /// <summary>Of whom nothing is said.</summary>
    internal const string UsualCategory = "visitor";

    private const int DigitsTold = 8;

    /// <summary>By which an audit tells it from others.</summary>
    internal string Short => Key.Value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture)[..DigitsTold];

    /// <summary>One of which nothing is said yet.</summary>
    internal static ListedCard New(PrintedNumber number, ReadOnlySpan<byte> key) => new(
        KeyOf(number.Subject, key), number.Other is { } other ? KeyOf(other, key) : null, UsualCategory, false, 0, 0);

    /// <summary>As a gate has it.</summary>
    internal Card ToCard(byte category) => new(category, IsDenied, From, Until);

    internal static SubjectKey KeyOf(string subject, ReadOnlySpan<byte> key) => SubjectKey.Of(key,
        Encoding.UTF8.GetBytes(subject));
}

/// <summary>A list of a site as it is now.</summary>
/// <param name="Site">Empty = everywhere.</param>
/// <param name="Rows">Under which number its rows are.</param>
/// <param name="Categories">All that its cards may have, in order.</param>
/// <param name="KeyId">Which key they are kept under.</param>
/// <param name="Version">Grows with every change of any list.</param>
internal sealed record CardListRow(
    string Site, long Rows, int Cards, IReadOnlyList<string> Categories, string KeyId, long Version, DateTimeOffset ChangedAt,
    string ChangedBy)
{
    /// <summary>The list of all sites.</summary>
    internal const string Everywhere = "";
}

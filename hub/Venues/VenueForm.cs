using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CheckIn.Hub.Venues;

/// <summary>
/// The id of a form: when the page was asked for, 128 random bits, and a MAC, so that ids are the hub's alone and one that is
/// too old to be kept in mind is not taken. Pressing twice, or loading the answer again, sends the same id. Pure.
/// </summary>
internal static class VenueForm
{
    /// <summary>How long a page may stay open before its button is pressed.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>How long what a form came to is kept; longer than anybody can send it.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromHours(26);

    private const int MostCharacters = 100;

    internal static string New(byte[] key, string site, DateTimeOffset now)
    {
        var content = string.Create(
            CultureInfo.InvariantCulture, $"{now.ToUnixTimeSeconds()}.{RandomNumberGenerator.GetHexString(32, lowercase: true)}");
        return $"{content}.{MacOf(key, site, content)}";
    }

    /// <summary>Whether it is one that the hub made for that site, and can still be sent.</summary>
    internal static bool IsGood(byte[] key, string site, string id, DateTimeOffset now)
    {
        if (id.Length > MostCharacters || id.LastIndexOf('.') is not (> 0 and var dot))
            return false;
        var content = id[..dot];
        var isOurs = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(MacOf(key, site, content)), Encoding.UTF8.GetBytes(id[(dot + 1)..]));
        return isOurs && long.TryParse(
            content.AsSpan(0, content.IndexOf('.')), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && now.ToUnixTimeSeconds() - at is >= -60 and var age && age <= Longest.TotalSeconds;
    }

    private static string MacOf(byte[] key, string site, string content) =>
        VenueKey.MacOf(key, $"checkin/v1/venue-form/{site}/{content}");
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Sealing;

namespace CheckIn.Gate.Keys;

/// <summary>
/// The tag key of a day, in <c>tag.json</c>: the gate's own (version 0) or a site's. Within a version it goes forward
/// only: a clock that has gone backwards keeps the stored key, and tags say that key's day. A later version begins at
/// the
/// day that it was given for.
/// </summary>
internal sealed class TagKey
{
    // A clock that claims more than this from one day to the next is wrong, and the ratchet cannot be turned back.
    private const int LongestLeapDays = 36_525;

    private readonly string _path;
    private byte[] _key;

    private TagKey(string path, DateOnly day, byte[] key, long version) =>
        (_path, Day, _key, Version) = (path, day, key, version);

    internal DateOnly Day { get; private set; }

    /// <summary>Of the site's key; 0 = the gate's own.</summary>
    internal long Version { get; private set; }

    internal string TagOf(string subject) => TagRatchet.TagOf(_key, subject);

    /// <summary>The stored key; if there is none the given one, else one of the gate's own.</summary>
    internal static TagKey Open(string directory, DateOnly today, SiteKeys? given)
    {
        var path = Path.Combine(directory, "tag.json");
        KeyFile.Discard(path);
        if (File.Exists(path))
            return Read(path);
        var key = given is null
            ? new TagKey(path, today, RandomNumberGenerator.GetBytes(TagRatchet.KeySize), 0)
            : new TagKey(path, given.TagDay, given.TagKey.ToArray(), given.Version);
        KeyFile.Create(path, Json(key.Day, key._key, key.Version));
        return key;
    }

    /// <summary>Ratchets forward to <paramref name="today"/> and erases the older key; never backwards.</summary>
    internal void AdvanceTo(DateOnly today)
    {
        var days = today.DayNumber - Day.DayNumber;
        if (days is > 0 and <= LongestLeapDays)
            Replace(today, TagRatchet.Advance(_key, days), Version);
    }

    /// <summary>Takes a site's key in place of this one, which is erased; of a later version only.</summary>
    /// <returns>Whether it did.</returns>
    internal bool Adopt(SiteKeys given, DateOnly today)
    {
        if (given.Version <= Version)
            return false;
        var days = today.DayNumber - given.TagDay.DayNumber;
        if (days is < 0 or > LongestLeapDays)
            days = 0;
        Replace(given.TagDay.AddDays(days), TagRatchet.Advance(given.TagKey, days), given.Version);
        return true;
    }

    private void Replace(DateOnly day, byte[] next, long version)
    {
        KeyFile.Replace(_path, Json(day, next, version));
        CryptographicOperations.ZeroMemory(_key);
        (Day, _key, Version) = (day, next, version);
    }

    private static TagKey Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var day = DateOnly.ParseExact(document.RootElement.GetProperty("day").GetString()!,
                SealedFields.DayFormat, CultureInfo.InvariantCulture);
            var key = document.RootElement.GetProperty("key").GetBytesFromBase64();
            if (key.Length != TagRatchet.KeySize)
                throw new FormatException($"the key has {key.Length} bytes");
            var version = document.RootElement.TryGetProperty("version", out var given) ? given.GetInt64() : 0;
            return new TagKey(path, day, key, version);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException
            or KeyNotFoundException or ArgumentNullException)
        {
            throw new KeyException(
                $"The tag key {path} is damaged ({e.Message}). No event is lost. Restore the file, or remove it: the "
                + "gate then makes a new key until its hub gives it the site's again, and visits from before and "
                + "after cannot "
                + "be linked by tag.", e);
        }
    }

    private static byte[] Json(DateOnly day, byte[] key, long version)
    {
        var file = new JsonObject { ["day"] = SealedFields.DayText(day), ["key"] = Convert.ToBase64String(key) };
        if (version > 0)
            file["version"] = version;
        return JsonSerializer.SerializeToUtf8Bytes(file);
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CheckIn.Sealing;

namespace CheckIn.Gate.Keys;

/// <summary>
/// The tag key of a day, in <c>tag.json</c>. It goes forward only: a clock that has gone backwards keeps the stored
/// key, and tags say that key's day.
/// </summary>
internal sealed class TagKey
{
    // A clock that claims more than this from one day to the next is wrong, and the ratchet cannot be turned back.
    private const int LongestLeapDays = 36_525;

    private readonly string _path;
    private byte[] _key;

    private TagKey(string path, DateOnly day, byte[] key) => (_path, Day, _key) = (path, day, key);

    internal DateOnly Day { get; private set; }

    internal string TagOf(string subject) => TagRatchet.TagOf(_key, subject);

    internal static TagKey Open(string directory, DateOnly today)
    {
        var path = Path.Combine(directory, "tag.json");
        if (File.Exists(path))
            return Read(path);
        var key = new TagKey(path, today, RandomNumberGenerator.GetBytes(TagRatchet.KeySize));
        KeyFile.Create(path, Json(key.Day, key._key));
        return key;
    }

    /// <summary>Ratchets forward to <paramref name="today"/> and erases the older key; never backwards.</summary>
    internal void AdvanceTo(DateOnly today)
    {
        var days = today.DayNumber - Day.DayNumber;
        if (days is <= 0 or > LongestLeapDays)
            return;
        var next = TagRatchet.Advance(_key, days);
        KeyFile.Replace(_path, Json(today, next));
        CryptographicOperations.ZeroMemory(_key);
        (Day, _key) = (today, next);
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
            return new TagKey(path, day, key);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException
            or KeyNotFoundException or ArgumentNullException)
        {
            throw new KeyException(
                $"The tag key {path} is damaged ({e.Message}). No event is lost. Restore the file, or remove it: the "
                + "gate then makes a new key, and visits from before and after cannot be linked by tag.", e);
        }
    }

    private static byte[] Json(DateOnly day, byte[] key) => JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, string>
        {
            ["day"] = SealedFields.DayText(day),
            ["key"] = Convert.ToBase64String(key),
        });
}

using System.Globalization;
using System.Security.Cryptography;
using CheckIn.Enrolment;
using CheckIn.Sealing;

namespace CheckIn.Gate.Keys;

/// <summary>A hub's delivery, checked: a gate that took a broken key could neither tag nor seal.</summary>
/// <param name="Version">1 or more.</param>
/// <param name="TagDay">Day of <paramref name="TagKey"/>.</param>
/// <param name="TagKey">32 bytes.</param>
/// <param name="Tracing">Public tracing keys, days ascending, at most <see cref="MostTracing"/>.</param>
internal sealed record SiteKeys(long Version, DateOnly TagDay, byte[] TagKey, IReadOnlyList<TracingDay> Tracing)
{
    internal const int MostTracing = 400;

    /// <exception cref="KeyException">It cannot be used.</exception>
    internal static SiteKeys Of(KeyDelivery delivery)
    {
        try
        {
            var key = Convert.FromBase64String(delivery.TagKey);
            if (delivery.Version < 1)
                throw new FormatException($"its version is {delivery.Version}");
            if (key.Length != TagRatchet.KeySize)
                throw new FormatException($"its tag key has {key.Length} bytes");
            return new SiteKeys(delivery.Version, Day(delivery.TagDay), key, Checked(delivery.Tracing));
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentNullException)
        {
            throw new KeyException(
                $"The hub sent keys that cannot be used ({e.Message}). Nothing is lost: the gate goes on with the "
                + "keys it has. See "
                + "to the hub's keys.", e);
        }
    }

    /// <summary>Checks days and points.</summary>
    internal static IReadOnlyList<TracingDay> Checked(IReadOnlyList<TracingPublicKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count > MostTracing)
            throw new FormatException($"it has {keys.Count} tracing keys, more than {MostTracing}");
        var days = new List<TracingDay>(keys.Count);
        foreach (var key in keys)
        {
            var day = new TracingDay(Day(key.Day), Convert.FromBase64String(key.Public));
            Hpke.ImportPublicKey(day.Public).Dispose();
            if (days.Count > 0 && day.Day <= days[^1].Day)
                throw new FormatException($"its tracing key of {key.Day} is not in the order of days");
            days.Add(day);
        }
        return days;
    }

    private static DateOnly Day(string text) =>
        DateOnly.ParseExact(text, SealedFields.DayFormat, CultureInfo.InvariantCulture);
}

/// <summary>The public tracing key of a day, as an uncompressed point.</summary>
internal sealed record TracingDay(DateOnly Day, byte[] Public);

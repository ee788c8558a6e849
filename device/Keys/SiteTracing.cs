using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Enrolment;
using CheckIn.Sealing;

namespace CheckIn.Gate.Keys;

/// <summary>
/// The site's public tracing keys by day, in <c>tracing-site.json</c>, made by the hub for weeks ahead. A day without
/// one
/// is sealed to the last before it: what is recorded is never left unsealed, and never lost; but it is erased only with
/// that day.
/// </summary>
internal sealed class SiteTracing
{
    private readonly string _path;
    private volatile TracingDay[] _days;

    private SiteTracing(string path, TracingDay[] days) => (_path, _days) = (path, days);

    /// <summary>None have been given: the gate's own are used.</summary>
    internal bool IsEmpty => _days.Length == 0;

    /// <summary>The last day of which there is a key.</summary>
    internal DateOnly Last => _days[^1].Day;

    internal static SiteTracing Open(string directory, SiteKeys? given)
    {
        var path = Path.Combine(directory, "tracing-site.json");
        KeyFile.Discard(path);
        var tracing = new SiteTracing(path, File.Exists(path) ? Read(path) : []);
        if (tracing.IsEmpty && given is not null)
            tracing.Adopt(given);
        return tracing;
    }

    /// <summary>The key to seal with; one must be there.</summary>
    internal TracingDay Of(DateOnly today)
    {
        var days = _days;
        return Array.FindLast(days, day => day.Day <= today) ?? days[0];
    }

    /// <summary>Takes another list; an empty one changes nothing.</summary>
    internal void Adopt(SiteKeys given)
    {
        if (given.Tracing.Count == 0 || IsSame(given.Tracing))
            return;
        KeyFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(
            [.. given.Tracing.Select(static key => new TracingPublicKey(
                SealedFields.DayText(key.Day), Convert.ToBase64String(key.Public)))],
            TracingJson.Default.TracingPublicKeyArray));
        _days = [.. given.Tracing];
    }

    // The days that are over do not count: the card is written when something is new, not at every question.
    private bool IsSame(IReadOnlyList<TracingDay> given)
    {
        var kept = _days.SkipWhile(day => day.Day < given[0].Day).ToList();
        return kept.Count == given.Count && kept.Zip(given).All(static pair =>
            pair.First.Day == pair.Second.Day && pair.First.Public.AsSpan().SequenceEqual(pair.Second.Public));
    }

    private static TracingDay[] Read(string path)
    {
        try
        {
            var keys = JsonSerializer.Deserialize(File.ReadAllBytes(path), TracingJson.Default.TracingPublicKeyArray);
            return [.. SiteKeys.Checked(keys ?? [])];
        }
        catch (Exception e) when (
            e is JsonException or FormatException or CryptographicException or ArgumentNullException)
        {
            throw new KeyException(
                $"The site's public tracing keys {path} are damaged ({e.Message}). Nothing is lost. Remove the file; "
                + "the hub "
                + "sends them again, and until then the gate seals to keys of its own.", e);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TracingPublicKey[]))]
internal sealed partial class TracingJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace CheckIn.Hub.Keys;

/// <summary>
/// Which generations of tag keys each site has had, oldest first; <c>sites.json</c>. A generation is numbered by the
/// Unix second in which it began, later than the one before: a list put back from an old copy gives no number, and so
/// no key, a second time, and gates take the next rotation for newer than all they have. Tracing needs the older ones.
/// </summary>
/// <param name="Root">Id of the root that they are derived from; null = none yet.</param>
/// <param name="Sites">Generations by site.</param>
internal sealed record SiteGenerations(string? Root, IReadOnlyDictionary<string, IReadOnlyList<long>> Sites)
{
    internal const string FileName = "sites.json";

    internal static SiteGenerations None { get; } = new(null, new Dictionary<string, IReadOnlyList<long>>());

    /// <summary>The site's generation; null = it has none yet.</summary>
    internal long? Of(string site) => Sites.TryGetValue(site, out var all) ? all[^1] : null;

    /// <summary>With another generation for these sites.</summary>
    internal SiteGenerations Next(IEnumerable<string> sites, DateTimeOffset now)
    {
        var next = new Dictionary<string, IReadOnlyList<long>>(Sites, StringComparer.Ordinal);
        foreach (var site in sites)
        {
            IReadOnlyList<long> before = next.GetValueOrDefault(site) ?? [];
            var began = Math.Max(now.ToUnixTimeSeconds(), before.Count == 0 ? 1 : before[^1] + 1);
            next[site] = [.. before, began];
        }
        return this with { Sites = next };
    }

    /// <exception cref="KeysException">It is damaged.</exception>
    internal static SiteGenerations Parse(string path, string text)
    {
        try
        {
            var file = JsonSerializer.Deserialize(text, KeysJson.Default.SitesFile)
                ?? throw new FormatException("it is empty");
            if (file.Sites.Any(static site => !Contract.GateId.IsValid(site.Key) || site.Value.Length == 0))
                throw new FormatException("it has a site without a name or without a generation");
            return new SiteGenerations(file.Root, file.Sites.ToDictionary(
                static site => site.Key, static site => (IReadOnlyList<long>)site.Value, StringComparer.Ordinal));
        }
        catch (Exception e) when (e is JsonException or FormatException or NullReferenceException)
        {
            throw new KeysException(
                $"The list of the sites' key generations, {path}, is damaged ({e.Message}). Gates in service go on "
                + "with the keys "
                + "they have; none is enrolled and none gets new keys. Restore it from its copy. Without a copy "
                + "remove it: each "
                + "site then gets new keys, and tags of before can no longer be traced.",
                $"Danh sách thế hệ khoá của các địa điểm {path} bị hỏng ({e.Message}). Các cổng đang chạy vẫn dùng "
                + "khoá đã có; chưa "
                + "thể đăng ký cổng mới hay cấp khoá mới. Hãy khôi phục tệp từ bản sao. Nếu không còn bản sao thì "
                + "xoá tệp: mỗi địa "
                + "điểm sẽ có khoá mới và không truy vết được các mã ẩn danh cũ.", e);
        }
    }

    internal string ToText() => JsonSerializer.Serialize(
        new SitesFile(Root, Sites.ToDictionary(static site => site.Key, static site => site.Value.ToArray())),
        KeysJson.Default.SitesFile);
}

/// <summary><c>POST /api/v1/keys/rotate</c>.</summary>
/// <param name="Site">Null = every site.</param>
internal sealed record RotationOrder(string? Site = null);

/// <summary>As it lies on the disk.</summary>
internal sealed record SitesFile(string? Root, Dictionary<string, long[]> Sites);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SitesFile))]
[JsonSerializable(typeof(KeyReportFile))]
[JsonSerializable(typeof(RotationOrder))]
internal sealed partial class KeysJson : JsonSerializerContext;

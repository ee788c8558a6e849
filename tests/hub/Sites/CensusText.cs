using System.Text;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Tests.Sites;

/// <summary>Files as somebody would send them.</summary>
internal static class CensusText
{
    internal static Task<CensusFile> ReadAsync(string text, Encoding? encoding = null) =>
        ReadAsync((encoding ?? Encoding.UTF8).GetBytes(text));

    internal static async Task<CensusFile> ReadAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return await CensusFile.ReadAsync(stream, default);
    }

    /// <summary>What is wrong with a file, line by line.</summary>
    internal static string[] Problems(SitesException refusal) =>
        [.. refusal.Errors!.First.Select(error => $"{error.Line}|{error.Column}|{error.English}")];

    internal static SiteTree WithLevels(params Node[] nodes) => new()
    {
        Levels =
        [
            new("province", 1, "tỉnh, thành phố", "province"), new("district", 2, "huyện", "district"),
            new("commune", 3, "xã, phường, đặc khu", "commune"),
        ],
        Nodes = nodes.ToDictionary(node => node.Id),
    };

    internal static SiteTree With(SiteTree tree, SitePlan plan) => new()
    {
        Levels = tree.Levels,
        Nodes = tree.Nodes,
        Sites = tree.Sites.Values.Where(site => !plan.Changed.Any(other => other.Code == site.Code))
            .Concat(plan.Written).ToDictionary(site => site.Code),
    };
}

using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Web;

/// <summary>A site, as its page shows it.</summary>
/// <param name="Above">Its nodes from the top down.</param>
/// <param name="SupportNumber">Its own, or that of the lowest node that has one, and whose it is (null = its
/// own).</param>
/// <param name="IsOpen">Now.</param>
/// <param name="IsInMaintenance">Now.</param>
public sealed record SiteFacts(
    SitePicture Picture, DateOnly Today, IReadOnlyList<Node> Above, IReadOnlyList<GateRow> Gates, double? Availability,
    (string Number, Node? From)? SupportNumber, bool IsOpen, bool IsInMaintenance,
        IReadOnlyList<Maintenance> Maintenance)
{
    public Site Site => Picture.Site;

    /// <summary>How many people are there now.</summary>
    public int Inside { get; init; }
}

/// <summary>What somebody typed to announce maintenance, and what is wrong with it.</summary>
public sealed record MaintenanceForm(string From = "", string Until = "", string Why = "")
{
    /// <summary>By field; empty = nothing was wrong, or nothing was sent yet.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();
    /// <summary>Something that no field is to blame for.</summary>
    public string? Problem { get; init; }
    /// <summary>It is shown with what was typed, and not folded away.</summary>
    public bool IsOpen => Problems.Count > 0 || Problem is not null;
}


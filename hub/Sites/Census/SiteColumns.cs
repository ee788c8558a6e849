using CheckIn.Settings;
using CheckIn.Time;

namespace CheckIn.Hub.Sites;

/// <summary>
/// What is said of a site, in the words of the file, of the API and of the form; and what may be said. The order
/// matters: a time is read in the site's zone, a telephone number is somebody's.
/// </summary>
internal static class SiteColumns
{
    internal const string Code = "code";
    internal const string Group = "group:";
    private const string VietnameseGroup = "nhóm:";
    private const int MostGroups = 16;

    internal static readonly CensusColumn<Site>[] All =
    [
        new(Code, "mã", static (site, _) => site.Code),
        new("name", "tên", static (site, _) => site.Name,
            static (site, _, text) => site with { Name = CellText.Required(text, 200) }),
        new("kind", "loại", static (site, _) => site.Kind, static (site, _, text) => site with { Kind = KindIn(text) }),
        new("form", "hình thức", static (site, _) => SiteForms.Word(site.Form),
            static (site, _, text) => site with { Form = FormIn(text) }),
        new("node", "đơn vị",
            static (site, tree) => site.Node is { } id ? tree.Nodes.GetValueOrDefault(id)?.Code : null,
            static (site, tree, text) => site with { Node = NodeIn(tree, text) }),
        new("address", "địa chỉ", static (site, _) => site.Address,
            static (site, _, text) => site with { Address = CellText.Plain(text, 500) }),
        new("zone", "múi giờ", static (site, _) => site.Zone,
            static (site, _, text) => site with { Zone = ZoneIn(text) }),
        new("starts_at", "bắt đầu", static (site, _) => CellText.Written(site.StartsAt, SiteZone.Of(site.Zone)),
            static (site, _, text) => site with { StartsAt = CellText.Moment(text, SiteZone.Of(site.Zone)) }),
        new("ends_at", "kết thúc", static (site, _) => CellText.Written(site.EndsAt, SiteZone.Of(site.Zone)),
            static (site, _, text) => site with { EndsAt = CellText.Moment(text, SiteZone.Of(site.Zone)) }),
        new("head_name", "người phụ trách", static (site, _) => site.Head?.Name,
            static (site, _, text) => site with { Head = NameIn(site.Head, text) }),
        new("head_phone", "điện thoại người phụ trách", static (site, _) => site.Head?.Phone,
            static (site, _, text) => site with { Head = PhoneIn(site.Head, text) }),
        new("manager_name", "người quản lý quét mã", static (site, _) => site.QrManager?.Name,
            static (site, _, text) => site with { QrManager = NameIn(site.QrManager, text) }),
        new("manager_phone", "điện thoại người quản lý quét mã", static (site, _) => site.QrManager?.Phone,
            static (site, _, text) => site with { QrManager = PhoneIn(site.QrManager, text) }),
        new("support_number", "số hỗ trợ", static (site, _) => site.SupportNumber,
            static (site, _, text) => site with { SupportNumber = CellText.Phone(text) }),
        new("hours", "giờ mở cửa", static (site, _) => site.Hours?.Text,
            static (site, _, text) => site with { Hours = HoursIn(text) }),
        new("deployment", "triển khai", static (site, _) => Deployments.Word(site.Declared),
            static (site, _, text) => site with { Declared = DeploymentIn(text) }),
        new("deadline", "hạn triển khai", static (site, _) => SiteRows.Written(site.Deadline),
            static (site, _, text) => site with { Deadline = CellText.Day(text) }),
    ];

    /// <summary>What an export tells beside it, which nobody can say.</summary>
    internal static readonly string[] Told = ["state", "gates"];

    /// <summary>The column of that name; null = there is none.</summary>
    internal static CensusColumn<Site>? Find(string name)
    {
        var dimension = name.StartsWith(Group, StringComparison.OrdinalIgnoreCase) ? name[Group.Length..]
            : name.StartsWith(VietnameseGroup, StringComparison.OrdinalIgnoreCase) ? name[VietnameseGroup.Length..]
            : null;
        if (dimension is null)
            return Array.Find(All, column => column.IsCalled(name));
        dimension = dimension.Trim().ToLowerInvariant();
        return IsDimension(dimension) ? GroupColumn(dimension) : null;
    }

    internal static CensusColumn<Site> GroupColumn(string dimension) => new(
        Group + dimension, VietnameseGroup + dimension, (site, _) => site.Groups.GetValueOrDefault(dimension),
        (site, _, text) => site with { Groups = With(site.Groups, dimension, CellText.Plain(text, 100)) });

    /// <summary>A letter first, so that it is never a formula; what a word in a URL may have.</summary>
    internal static bool IsDimension(string name) => name is { Length: >= 1 and <= 32 } && char.IsLetter(name[0])
        && name.All(static sign => char.IsLetterOrDigit(sign) || sign is '_' or '-' or ' ');

    /// <summary>What holds between fields; says it of the field to be mended.</summary>
    internal static IEnumerable<(string Column, WrongTextException Problem)> Check(Site site)
    {
        if (site.Name.Length == 0)
            yield return ("name", new("a new site needs a name", "địa điểm mới cần có tên"));
        if (site.Kind.Length == 0)
            yield return ("kind", new("a new site needs a kind", "địa điểm mới cần có loại"));
        if (site.EndsAt <= site.StartsAt)
            yield return ("ends_at", new("is not after starts_at", "không sau thời điểm bắt đầu"));
        if (site.Groups.Count > MostGroups)
            yield return (Group, new($"a site is in at most {MostGroups} groups",
                $"một địa điểm có tối đa {MostGroups} nhóm"));
    }

    /// <summary>Whether two say the same; ids apart.</summary>
    internal static bool AreSame(Site a, Site b) => a with { Id = 0, Groups = b.Groups } == b with { Id = 0 }
        && a.Groups.Count == b.Groups.Count
        && a.Groups.All(pair => b.Groups.TryGetValue(pair.Key, out var value) && value == pair.Value);

    private static string KindIn(string? text)
    {
        if (text is null)
            throw new WrongTextException("is empty", "đang trống");
        var word = VietnameseTerms.Stable(text);
        return SiteKinds.All.Contains(word) ? word : throw CellText.NoneOf(text, SiteKinds.All);
    }

    private static SiteForm FormIn(string? text) => text is null ? SiteForm.Permanent
        : SiteForms.Find(VietnameseTerms.Stable(text)) ?? throw CellText.NoneOf(text, SiteForms.All);

    private static Deployment DeploymentIn(string? text) => text is null ? Deployment.None
        : Deployments.Find(VietnameseTerms.Stable(text)) is { } said and <= Deployment.Installed
            ? said : throw CellText.NoneOf(text, Deployments.Declared);

    private static long? NodeIn(SiteTree tree, string? code) => code is null ? null
        : tree.NodeByCode(code)?.Id ?? throw new WrongTextException(
            $"there is no node '{CellText.Short(code)}'; nodes are imported before sites",
            $"không có đơn vị '{CellText.Short(code)}'; hãy nhập đơn vị trước địa điểm");

    private static string? ZoneIn(string? text) => text is null || SiteZone.IsKnown(text) ? text
        : throw new WrongTextException(
            $"'{CellText.Short(text)}' is no time zone such as Asia/Ho_Chi_Minh",
            $"'{CellText.Short(text)}' không phải múi giờ, ví dụ Asia/Ho_Chi_Minh");

    private static OpeningHours? HoursIn(string? text) => text is null ? null : OpeningHours.Parse(text);

    private static Contact? NameIn(Contact? earlier, string? text) =>
        CellText.Plain(text, 100) is { } name ? new Contact(name, earlier?.Phone) : null;

    private static Contact? PhoneIn(Contact? who, string? text)
    {
        var phone = CellText.Phone(text);
        if (who is null && phone is not null)
            throw new WrongTextException("is nobody's: the name is missing", "chưa rõ của ai: thiếu tên");
        return who is null ? null : who with { Phone = phone };
    }

    private static Dictionary<string, string> With(
        IReadOnlyDictionary<string, string> groups, string dimension, string? value)
    {
        var with = new Dictionary<string, string>(groups, StringComparer.Ordinal);
        if (value is null)
            with.Remove(dimension);
        else
            with[dimension] = value;
        return with;
    }
}

using CheckIn.Hub.Sites;
using CheckIn.Time;

namespace CheckIn.Hub.Tests.Sites;

/// <summary>A small country with a reform of 1 July 2025.</summary>
internal static class TestTree
{
    private static readonly DateOnly Last = new(2025, 6, 30);
    private static readonly DateOnly First = new(2025, 7, 1);

    internal static SiteTree Merged(params Maintenance[] maintenance)
    {
        var nodes = new[]
        {
            new Node(1, "tinh-1", null, "province", "Tỉnh Một", null, Last, [9]),
            new Node(2, "tinh-2", null, "province", "Tỉnh Hai", null, Last, [9]),
            new Node(3, "huyen-1", 1, "district", "Huyện Một", null, Last, []),
            new Node(4, "xa-cu-1", 3, "commune", "Xã Cũ Một", null, Last, [10]),
            new Node(5, "xa-cu-2", 2, "commune", "Xã Cũ Hai", null, Last, [10]),
            new Node(6, "xa-cu-3", 2, "commune", "Xã Cũ Ba", null, null, []),
            new Node(7, "xa-cu-4", 2, "commune", "Xã Cũ Bốn", null, Last, [11, 12]),
            new Node(9, "tinh-moi", null, "province", "Tỉnh Mới", First, null, []),
            new Node(10, "xa-moi", 9, "commune", "Xã Mới", First, null, []),
            new Node(11, "xa-4a", 9, "commune", "Xã Bốn A", First, null, []),
            new Node(12, "xa-4b", 9, "commune", "Xã Bốn B", First, null, []),
        };
        var sites = new[]
        {
            new Site(1, "truong-1", "Trường Một", "school", SiteForm.Permanent, 4)
            {
                Groups = new Dictionary<string, string> { ["ministry"] = "education" },
            },
            new Site(2, "truong-2", "Trường Hai", "school", SiteForm.Permanent, 10)
            {
                Hours = OpeningHours.Parse("Mo-Fr 07:00-17:00"),
            },
            new Site(3, "cho-moi", "Chợ Mới", "market", SiteForm.Permanent, 10),
            new Site(4, "cho-3", "Chợ Ba", "market", SiteForm.Permanent, 6),
            new Site(5, "benh-vien-4", "Bệnh viện Bốn", "hospital", SiteForm.Permanent, 7),
        };
        return new SiteTree
        {
            Nodes = nodes.ToDictionary(node => node.Id),
            Sites = sites.ToDictionary(site => site.Code),
            Maintenance = maintenance,
        };
    }
}

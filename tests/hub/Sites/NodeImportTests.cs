using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Tests.Sites;

public sealed class NodeImportTests
{
    private const string Reform = """
        code,parent,level,name,name_en,support_number,valid_from,valid_until,successors
        xa-moi,tinh-moi,commune,Xã Mới,New Commune,,2025-07-01,,
        xa-1,huyen-1,commune,Xã Một,,,,2025-06-30,xa-moi
        xa-2,huyen-1,commune,Xã Hai,,,,30/6/2025,xa-moi xa-3
        xa-3,huyen-1,commune,Xã Ba,,,,,
        huyen-1,tinh-1,district,Huyện Một,,,,2025-06-30,
        tinh-1,,province,Tỉnh Một,,1900 0000,,2025-06-30,tinh-moi
        tinh-moi,,province,Tỉnh Mới,,,2025-07-01,,
        """;

    [Fact]
    public async Task A_reform_is_imported_whatever_the_order_of_its_rows()
    {
        var tree = Apply(CensusText.WithLevels(), await CensusText.ReadAsync(Reform));
        Assert.Equal(7, tree.Nodes.Count);
        var day = tree.On(new DateOnly(2025, 7, 1));
        Assert.Equal("xa-moi", day.Standing(tree.NodeByCode("xa-1")!)!.Code);
        Assert.Equal("tinh-moi", day.Standing(tree.NodeByCode("xa-2")!)!.Code);
        // The district became nothing, so what goes on lies in what was above it.
        Assert.Equal(["xa-3", "tinh-moi"], day.Path(tree.NodeByCode("xa-3")!).Select(node => node.Code));
        Assert.Equal(["xa-3", "huyen-1", "tinh-1"],
            tree.On(new DateOnly(2025, 6, 30)).Path(tree.NodeByCode("xa-3")!).Select(node => node.Code));
        Assert.Equal("New Commune", tree.NodeByCode("xa-moi")!.NameEn);
        var again = NodeImport.Plan(tree, await CensusText.ReadAsync(Reform));
        Assert.Equal((0, 0, 7), (again.Added.Count, again.Changed.Count, again.Unchanged));
    }

    [Fact]
    public async Task Sites_move_with_their_node_and_those_of_a_divided_one_are_counted_until_placed()
    {
        var tree = Apply(CensusText.WithLevels(), await CensusText.ReadAsync(Reform));
        tree = CensusText.With(tree, SiteImport.Plan(tree, await CensusText.ReadAsync(
            "code,name,kind,node\na,A,school,xa-1\nb,B,school,xa-2\nc,C,school,xa-3\n")));
        var picture = new DeploymentPicture(tree, new Dictionary<string, SiteDeployment>(), new DateOnly(2025, 7, 1));
        Assert.Equal(1, SitePlaces.ToPlace(picture, tree.Sites.Values));
        Assert.Equal((1, 3, 1), (picture.Of(tree.NodeByCode("xa-moi")!).Sites,
            picture.Of(tree.NodeByCode("tinh-moi")!).Sites,
            picture.Of(tree.NodeByCode("xa-3")!).Sites));
        tree = CensusText.With(tree, SiteImport.Plan(tree, await CensusText.ReadAsync("code,node\nb,xa-moi\n")));
        Assert.Equal(0,
            SitePlaces.ToPlace(new DeploymentPicture(tree, new Dictionary<string, SiteDeployment>(),
            new DateOnly(2025, 7, 1)), tree.Sites.Values));
    }

    [Fact]
    public async Task What_makes_no_tree_is_told_by_line_and_column()
    {
        var refusal = await RefusalAsync("""
            code,parent,level,name,valid_from,valid_until,successors
            a,b,province,A,,,
            b,nowhere,commune,B,,,
            c,a,commune,C,2025-07-01,2025-06-30,
            d,a,commune,D,,,e
            e,a,commune,E,2026-01-01,2025-12-01x,
            """);
        Assert.Equal(["6|valid_until|'2025-12-01x' is not a date such as 2026-12-31 or 31/12/2026"],
            CensusText.Problems(refusal));
        refusal = await RefusalAsync("""
            code,parent,level,name,valid_from,valid_until,successors
            a,b,province,A,,,
            b,nowhere,commune,B,,,
            c,,commune,C,2025-07-01,2025-06-30,
            d,,commune,D,,,e
            e,,commune,E,2026-01-01,,
            f,,commune,F,,2025-06-30,e nobody
            g,,commune,G,2024-01-01,2024-12-31,f
            h,,commune,H,,2024-12-31,i
            i,,commune,I,,2024-12-31,h
            j,k,commune,J,2026-01-01,,
            k,,province,K,,2025-12-31,
            """);
        Assert.Equal(
            [
                "2|parent|'b' is of no higher level than 'a'",
                "3|parent|there is no node 'nowhere'",
                "4|valid_until|is before valid_from",
                "5|successors|only a node that ends has them: valid_until is missing",
                "7|successors|'e' does not exist on the day after 'f' ended",
                "7|successors|there is no node 'nobody'",
                "9|successors|'i' does not exist on the day after 'h' ended",
                "10|successors|'h' does not exist on the day after 'i' ended",
                "11|parent|'k' and 'j' never existed on one day",
            ], CensusText.Problems(refusal));
        Assert.Equal(["2|level|a new node needs a level"], CensusText.Problems(await RefusalAsync("code,name\na,A\n")));
    }

    [Fact]
    public async Task A_row_that_spoils_another_node_is_the_one_that_is_told()
    {
        var tree = Apply(CensusText.WithLevels(),
            await CensusText.ReadAsync("code,parent,level,name\na,,province,A\nb,a,commune,B\n"));
        var refusal = await Assert.ThrowsAsync<SitesException>(async () => NodeImport.Plan(
            tree, await CensusText.ReadAsync("code,level\na,commune\n")));
        Assert.Equal(["2||'a' is of no higher level than 'b'"], CensusText.Problems(refusal));
    }

    [Fact]
    public async Task Codes_are_words_and_stand_once()
    {
        var refusal = await RefusalAsync(
            "code,level,name\n,province,A\na b,province,B\nc,province,C\nc,province,D\n=1,province,E\n");
        Assert.Equal([2, 3, 5, 6], refusal.Errors!.First.Select(error => error.Line));
    }

    private static SiteTree Apply(SiteTree tree, CensusFile file) =>
        CensusText.WithLevels([.. NodeImport.Plan(tree, file).Written]);

    private static async Task<SitesException> RefusalAsync(string text) =>
        await Assert.ThrowsAsync<SitesException>(async () =>
        NodeImport.Plan(CensusText.WithLevels(), await CensusText.ReadAsync(text)));
}

using CheckIn.Storage;

namespace CheckIn.Hub.Sites;

/// <summary>Nodes and their levels in the store.</summary>
internal static class NodeRows
{
    internal static List<NodeLevel> ReadLevels(Database db)
    {
        using var rows = db.Prepare("SELECT name, rank, vi, en FROM level ORDER BY rank, name");
        var levels = new List<NodeLevel>();
        while (rows.Step())
            levels.Add(new NodeLevel(rows.Text(0)!, (int)rows.Int64(1), rows.Text(2)!, rows.Text(3)!));
        return levels;
    }

    internal static void Write(Database db, NodeLevel level)
    {
        using var put = db.Prepare("""
            INSERT INTO level(name, rank, vi, en) VALUES(?, ?, ?, ?)
            ON CONFLICT(name) DO UPDATE SET rank = excluded.rank, vi = excluded.vi, en = excluded.en
            """);
        put.Bind(1, level.Name).Bind(2, level.Rank).Bind(3, level.Vietnamese).Bind(4, level.English).Run();
    }

    internal static Dictionary<long, Node> Read(Database db)
    {
        var successors = ReadSuccessors(db);
        using var rows = db.Prepare(
            "SELECT id, code, parent, level, name, name_en, support_number, valid_from, valid_until FROM node");
        var nodes = new Dictionary<long, Node>();
        while (rows.Step())
        {
            var id = rows.Int64(0);
            nodes[id] = new Node(
                id, rows.Text(1)!, rows.IsNull(2) ? null : rows.Int64(2), rows.Text(3)!, rows.Text(4)!,
                SiteRows.DayIn(rows, 7), SiteRows.DayIn(rows, 8), successors.GetValueOrDefault(id) ?? [])
            {
                NameEn = rows.Text(5),
                SupportNumber = rows.Text(6),
            };
        }
        return nodes;
    }

    /// <summary>Writes all of them; their parents are among them, or there already.</summary>
    internal static void Write(Database db, IReadOnlyCollection<Node> nodes)
    {
        using var put = db.Prepare("""
            INSERT INTO node(id, code, level, name, name_en, support_number, valid_from, valid_until)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT(id) DO UPDATE SET level = excluded.level, name = excluded.name, name_en = excluded.name_en,
                support_number = excluded.support_number, valid_from = excluded.valid_from,
                valid_until = excluded.valid_until
            """);
        using var adopt = db.Prepare("UPDATE node SET parent = ? WHERE id = ?");
        using var forget = db.Prepare("DELETE FROM node_successor WHERE node = ?");
        using var succeed = db.Prepare("INSERT INTO node_successor(node, successor) VALUES(?, ?)");
        foreach (var node in nodes)
        {
            put.Bind(1, node.Id).Bind(2, node.Code).Bind(3, node.Level).Bind(4, node.Name).Bind(5, node.NameEn)
                .Bind(6, node.SupportNumber).Bind(7, SiteRows.Written(node.ValidFrom))
                .Bind(8, SiteRows.Written(node.ValidUntil)).Run();
        }
        // Only now, when every node that is named exists.
        foreach (var node in nodes)
        {
            adopt.Bind(1, node.Parent).Bind(2, node.Id).Run();
            forget.Bind(1, node.Id).Run();
            foreach (var successor in node.Successors)
                succeed.Bind(1, node.Id).Bind(2, successor).Run();
        }
    }

    private static Dictionary<long, List<long>> ReadSuccessors(Database db)
    {
        using var rows = db.Prepare("SELECT node, successor FROM node_successor ORDER BY node, successor");
        var successors = new Dictionary<long, List<long>>();
        while (rows.Step())
        {
            if (!successors.TryGetValue(rows.Int64(0), out var its))
                successors[rows.Int64(0)] = its = [];
            its.Add(rows.Int64(1));
        }
        return successors;
    }
}

using System.Text.Json;
using CheckIn.Fixtures;
using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Tests.Accounts;

public sealed class RolesDocumentTests
{
    [Fact]
    public void The_document_shows_who_may_what_as_the_table_has_it()
    {
        var lines = File.ReadAllLines(Path.Combine(Executables.Repository!, "hub", "docs", "accounts.md"));
        foreach (var capability in Enum.GetValues<Capability>())
        {
            var word = JsonNamingPolicy.SnakeCaseLower.ConvertName(capability.ToString());
            var marks = Enum.GetValues<Role>().Select(role => RoleTable.Of(role).Contains(capability) ? "yes" : " ");
            Assert.Contains($"| `{word}` | {string.Join(" | ", marks)} |", lines);
        }
    }

    [Fact]
    public void Every_role_has_a_word_and_more_than_looking_needs_a_second_factor()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            Assert.Equal(role, RoleTable.Find(role.Word()));
            Assert.NotEqual(RoleWords.English(role), RoleWords.Vietnamese(role));
            Assert.Equal(
                role.IsManager(), RoleTable.Of(role).Any(static capability => capability is not (
                    Capability.SeeFleet or Capability.HandleAlerts)));
        }
        Assert.Null(RoleTable.Find("king"));
    }
}

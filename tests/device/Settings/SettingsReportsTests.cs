using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Gate.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Tests.Settings;

[UnsupportedOSPlatform("windows")]
public sealed class SettingsReportsTests
{
    private static readonly IReadOnlyList<SettingsError> Wrong = [new("Uplink:Hub", "Uplink:Hub is 'x'.")];
    private static readonly SettingsState Applied = SettingsSteps.Taken(new SettingsState(), 5, []);

    [Fact]
    public void Each_state_is_said_with_the_version_in_force_and_the_one_that_is_wanted()
    {
        var trying = SettingsSteps.Start(SettingsSteps.Asked(Applied, new TriedSettings(6, [], [], false)));
        Assert.Equal(new ReportedMessage(0, "applied"), SettingsReports.Of(new SettingsState(), 0, null, null));
        Assert.Equal(new ReportedMessage(5, "applied"), SettingsReports.Of(Applied, 5, null, null));
        Assert.Equal(new ReportedMessage(5, "waiting", 6), SettingsReports.Of(Applied, 5, 6, null));
        Assert.Equal(new ReportedMessage(6, "trying"), SettingsReports.Of(trying, 6, null, null));
        var refused = SettingsReports.Of(SettingsSteps.Refused(Applied, 6, Wrong), 5, null, null);
        Assert.Equal((5L, "refused", 6L), (refused.Version, refused.State, refused.Wanted));
        Assert.Equal(Wrong, refused.Errors);
        var reverted = SettingsReports.Of(SettingsSteps.Reverted(trying, Wrong), 5, null, null);
        Assert.Equal((5L, "reverted", 6L), (reverted.Version, reverted.State, reverted.Wanted));
        var unfit = SettingsReports.Of(Applied, 0, null, Wrong);
        Assert.Equal((0L, "reverted", 5L), (unfit.Version, unfit.State, unfit.Wanted));
    }

    [Fact]
    public void Problems_name_the_lane_and_are_bounded()
    {
        var failure = new OptionsValidationException("", typeof(object),
        [
            "Lanes:1:Turnstile:RelayPin is 'x'; allowed: a whole number.", "Lanes: pin 17 is used twice.", "Something else.",
            "Gate:Name is '" + new string('x', 1000) + "'.", .. Enumerable.Repeat("Uplink: no.", 100),
        ]);
        var problems = SettingsProblems.Of(failure, [("0", "vao"), ("1", "ra")]);
        Assert.Equal(ReportedMessage.MostEntries, problems.Count);
        Assert.Equal(
            new SettingsError("Lanes:ra:Turnstile:RelayPin", "Lanes:ra:Turnstile:RelayPin is 'x'; allowed: a whole number."),
            problems[0]);
        Assert.Equal(["Lanes", "", "Gate:Name"], problems.Skip(1).Take(3).Select(static problem => problem.Path));
        Assert.All(problems, static problem => Assert.InRange(problem.Problem.Length, 1, 300));
    }

    [Fact]
    public void What_is_heard_and_what_is_said_go_beside_each_other()
    {
        var wishes = new HubWishes();
        Assert.Null(wishes.Orders);
        var (heard, changed) = (wishes.Heard, wishes.Changed);
        wishes.Hear(new DesiredMessage(3, new SettingsWanted(0, null!), [null!, new ModeOrder("a", "lockdown", 5)]));
        Assert.True(heard.IsCompleted);
        Assert.Equal("a", Assert.Single(wishes.Orders!).Id);
        Assert.Null(wishes.Wanted!.Settings);
        wishes.Say([new ModeReport("a", ModeReport.InForce)]);
        wishes.Say(new ReportedMessage(5, ReportedStates.Applied));
        wishes.SayPlan(Wrong);
        Assert.True(changed.IsCompleted);
        Assert.Equal(("a", 5L), (Assert.Single(wishes.Report.Modes!).Id, wishes.Report.Version));
        Assert.Equal(Wrong, wishes.Report.Errors);
        wishes.SayPlan(null);
        wishes.Hear(null);
        Assert.Empty(wishes.Orders!);
        Assert.Null(wishes.Report.Errors);
    }

    [Fact]
    public void The_file_says_what_was_written_and_one_that_is_damaged_is_told_and_keeps_nothing_from_beginning()
    {
        var folder = Directory.CreateTempSubdirectory("checkin-settings-").FullName;
        try
        {
            var store = new SettingsStore(Path.Combine(folder, SettingsStore.FileName));
            Assert.Equal(new SettingsState(), store.Read(out var trouble));
            Assert.Null(trouble);
            var book = new SettingsBook(store);
            book.Change(state => SettingsSteps.Taken(state, 5, new JsonObject { ["Gate"] = new JsonObject { ["Name"] = "Cổng" } }));
            book.Change(state => SettingsSteps.Asked(state, new TriedSettings(6, [], ["vao"], true)));
            book.Change(SettingsSteps.Start);
            var read = new SettingsBook(store).State;
            Assert.Equal("Cổng", (string?)read.Applied!.Values["Gate"]!["Name"]);
            Assert.Equal((true, 1, "vao"), (read.Trial!.Begun, read.Trial.Attempts, read.Trial.Lanes[0]));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.Path));
            File.WriteAllText(store.Path, "{ \"applied\": ");
            Assert.Equal(new SettingsState(), store.Read(out trouble));
            Assert.NotNull(trouble);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

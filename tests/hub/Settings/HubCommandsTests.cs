using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Tests.Settings;

public sealed class HubCommandsTests
{
    [Theory]
    [InlineData("--Web:Listen", "127.0.0.1:0")]
    [InlineData("--Web:Listen=127.0.0.1:0")]
    [InlineData("Web:Listen=127.0.0.1:0")]
    [InlineData("/Web:Listen", "127.0.0.1:0")]
    [InlineData]
    public void A_line_of_settings_runs_the_hub(params string[] line) => Assert.False(HubCommands.IsCommand(line));

    [Fact]
    public async Task Help_names_every_command_and_says_what_happens_without_one()
    {
        var (code, text, _) = await RunAsync("--help");
        Assert.Equal(0, code);
        Assert.Contains("Without a command the hub runs", text, StringComparison.Ordinal);
        Assert.Contains("  verify ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_reads_its_own_line_as_before()
    {
        var (code, text, _) = await RunAsync("verify", "--help");
        Assert.Equal(0, code);
        Assert.StartsWith("Usage: checkin-hub verify [--Events:Path FILE]", text, StringComparison.Ordinal);
        (code, _, var errors) = await RunAsync("verify", "--Events:Path", "/nowhere/hub.db");
        Assert.Equal(2, code);
        Assert.StartsWith("✗ ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'dance' means nothing to checkin-hub", "dance")]
    [InlineData("--lang is 'fr'", "--lang", "fr", "verify")]
    [InlineData("--Web:Listen has no value", "dance", "--Web:Listen")]
    public async Task A_line_that_means_nothing_ends_with_2_and_says_so(string said, params string[] line)
    {
        var (code, _, errors) = await RunAsync(line);
        Assert.Equal(2, code);
        Assert.StartsWith("✗ " + said, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_else_wrote_does_nothing_to_the_terminal()
    {
        var (code, _, errors) = await RunAsync("dance\e[2J\r✓ done");
        Assert.Equal(2, code);
        Assert.StartsWith("✗ 'dance\\u001B[2J\\u000D✓ done' means nothing", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Text, string Errors)> RunAsync(params string[] line)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        return (await HubCommands.RunAsync(line, output, errors), output.ToString(), errors.ToString());
    }
}

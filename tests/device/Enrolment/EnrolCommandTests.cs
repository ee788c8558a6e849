using CheckIn.Enrolment;
using CheckIn.Fixtures;
using CheckIn.Gate.Enrolment;

namespace CheckIn.Gate.Tests.Enrolment;

/// <summary>What a technician reads, and what a script gets.</summary>
public sealed class EnrolCommandTests : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-enrol-").FullName;
    private readonly TestAuthority _authority = new();
    private HubDouble _hub = null!;

    public async Task InitializeAsync() => _hub = await HubDouble.StartAsync(_authority);

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_code_in_small_letters_and_groups_enrols_and_shows_the_fingerprint()
    {
        var typed = _hub.Code.ToString().ToLowerInvariant().Replace('-', ' ').Split(' ');
        var (code, printed) = await RunAsync([.. typed, "--lang", "en"]);
        Assert.Equal(0, code);
        Assert.Contains("✓ Enrolled as lop-hoc-3.", printed, StringComparison.Ordinal);
        Assert.Matches("fingerprint of the key: ([0-9A-Z]{4}-){3}[0-9A-Z]{4}", printed);
        Assert.True(new EnrolmentStore(_folder).IsEnrolled);
    }

    [Fact]
    public async Task A_second_time_it_says_who_the_gate_is_and_how_to_make_another_one()
    {
        await RunAsync([_hub.Code.ToString()]);
        await using var other = await HubDouble.StartAsync(_authority);
        other.Gate = "cong-moi";
        var (code, printed) = await RunAsync([other.Code.ToString(), "--lang", "vi"]);
        Assert.Equal(1, code);
        Assert.Contains("lop-hoc-3", printed, StringComparison.Ordinal);
        Assert.Contains("--again", printed, StringComparison.Ordinal);
        var (again, _) = await RunAsync([other.Code.ToString(), "--again"]);
        Assert.Equal(0, again);
        Assert.Equal("cong-moi", new EnrolmentStore(_folder).Read()!.Gate);
    }

    [Fact]
    public async Task A_slip_of_the_pen_is_told_without_asking_anybody()
    {
        var symbols = _hub.Code.ToString().ToCharArray();
        symbols[0] = symbols[0] == '0' ? '1' : '0';
        var (code, printed) = await RunAsync([new string(symbols), "--lang", "en"]);
        Assert.Equal(1, code);
        Assert.Contains("mistaken", printed, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task A_used_code_says_by_whom_in_the_technicians_language()
    {
        _hub.Refuses = new EnrolmentRefusal(EnrolmentReasons.Used, _hub.Now.ToUnixTimeMilliseconds(), "cong-1");
        var (code, printed) = await RunAsync([_hub.Code.ToString(), "--lang", "vi"]);
        Assert.Equal(1, code);
        Assert.Contains("đã được dùng", printed, StringComparison.Ordinal);
        Assert.Contains("cong-1", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_gets_one_object()
    {
        var (_, printed) = await RunAsync([_hub.Code.ToString(), "--json"]);
        Assert.StartsWith("{\"gate\":\"lop-hoc-3\",\"fingerprint\":\"", printed, StringComparison.Ordinal);
        Assert.Single(printed.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_local_id_that_would_keep_the_gate_from_starting_is_told()
    {
        var (code, printed) = await RunAsync([_hub.Code.ToString(), "--Gate:Id", "cong-cu", "--lang", "en"]);
        Assert.Equal(0, code);
        Assert.Contains("cong-cu", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_itself_enrols()
    {
        await using var program = ProgramProcess.Start(
            Executables.Gate, new Dictionary<string, string> { ["Enrolment:Directory"] = _folder }, _folder,
            ["enrol", _hub.Code.ToString()]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await program.WaitForExitAsync(limit.Token);
        Assert.Equal(0, program.ExitCode);
        Assert.True(new EnrolmentStore(_folder).IsEnrolled);
    }

    private async Task<(int Code, string Printed)> RunAsync(string[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var output = new StringWriter();
        var code = await EnrolCommand.RunAsync(
            [.. arguments, "--Enrolment:Directory", _folder], output, output, TimeProvider.System, limit.Token);
        return (code, output.ToString());
    }
}

using System.Reflection;
using System.Text.RegularExpressions;
using CheckIn.Enrolment;
using CheckIn.Fixtures;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Enrolment.Waiting;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Turnstile;
using CheckIn.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Enrolment.Waiting;

public sealed class EnrolmentTurnTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly EnrolmentCode _one = EnrolmentCode.New("7K2M", "hub.example");
    private readonly EnrolmentCode _other = EnrolmentCode.New("QF4X", "hub.example");
    private WaitingPins _pins = null!;

    public async Task InitializeAsync() => _pins = await WaitingPins.OpenAsync(
        [], () => throw new GpioException("opened without a pin"), TimeProvider.System, NullLogger.Instance, CancellationToken.None);

    public Task DisposeAsync()
    {
        _pins.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_code_that_is_shown_goes_before_a_claim_under_way_and_the_same_code_does_not()
    {
        var begun = new TaskCompletionSource();
        using var turn = Turn(async (_, _, cancellation) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            throw new InvalidOperationException("not reached");
        });
        var attempt = turn.TakeAsync(() => turn.AttemptAsync(_one, CancellationToken.None), CancellationToken.None);
        await begun.Task.WaitAsync(Patience);
        Assert.False(turn.MakeRoomFor(EnrolmentCode.Parse(_one.ToQr())));
        Assert.False(attempt.IsCompleted);
        Assert.True(turn.MakeRoomFor(_other));
        Assert.Null(await attempt.WaitAsync(Patience));
        Assert.True(turn.MakeRoomFor(_one));
        Assert.False(turn.Succeeded);
    }

    [Fact]
    public async Task Of_two_codes_in_view_together_the_later_one_comes_to_its_end()
    {
        var (time, begun) = (new FakeTime(), new SemaphoreSlim(0));
        using var turn = Turn(async (_, _, cancellation) =>
        {
            begun.Release();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            throw new InvalidOperationException("not reached");
        }, time);
        var first = turn.TakeAsync(() => turn.AttemptAsync(_one, CancellationToken.None), CancellationToken.None);
        Assert.True(await begun.WaitAsync(Patience));
        Assert.True(turn.MakeRoomFor(_other));
        Assert.Null(await first.WaitAsync(Patience));
        var second = turn.TakeAsync(() => turn.AttemptAsync(_other, CancellationToken.None), CancellationToken.None);
        Assert.True(await begun.WaitAsync(Patience));
        Assert.False(turn.MakeRoomFor(_one));
        Assert.False(second.IsCompleted);
        // Whoever shows it again after a while means it.
        time.Advance(EnrolmentTurn.GivesWayFor + TimeSpan.FromSeconds(1));
        Assert.True(turn.MakeRoomFor(_one));
        Assert.Null(await second.WaitAsync(Patience));
    }

    [Fact]
    public async Task No_claim_begins_while_a_code_that_was_shown_waits_for_its_turn()
    {
        using var turn = Turn(static (_, _, _) => Task.FromResult(new EnrolmentOutcome(null, null, EnrolmentReasons.Used)));
        var claim = await turn.TakeForShownAsync(
            () => turn.AttemptClaimAsync(_one, CancellationToken.None), CancellationToken.None);
        Assert.Null(claim);
        Assert.NotNull(await turn.TakeAsync(() => turn.AttemptClaimAsync(_one, CancellationToken.None), CancellationToken.None));
    }

    [Fact]
    public void Both_languages_say_everything_with_the_same_values()
    {
        foreach (var property in typeof(WaitingWords).GetProperties(BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(static property => property.PropertyType == typeof(string)))
        {
            string[] said = [.. Enum.GetValues<Language>().Select(language => (string)property.GetValue(WaitingWords.Of(language))!)];
            Assert.Equal(Values(said[0]), Values(said[1]));
            Assert.NotEqual(said[0], said[1]);
        }

        static IEnumerable<string> Values(string words) =>
            Regex.Matches(words, @"\{\d\}").Select(static match => match.Value).Distinct().Order();
    }

    [Fact]
    public async Task Attempts_come_one_after_the_other()
    {
        var under = 0;
        using var turn = Turn(async (_, _, _) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref under));
            await Task.Yield();
            Interlocked.Decrement(ref under);
            return new EnrolmentOutcome("cong-vao", "3F7A-91C0-ZK4M-07TQ");
        });
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() =>
            turn.TakeAsync(() => turn.AttemptAsync(_one, CancellationToken.None), CancellationToken.None))));
        Assert.True(turn.Succeeded);
    }

    [Fact]
    public async Task Every_relay_is_requested_off_and_never_switched_while_lamps_follow_how_it_stands()
    {
        var chip = new VirtualGpioDriver(new GpioOptions { Driver = GpioDriverKind.Virtual }, TimeProvider.System);
        var lane = new LaneOptions { Name = "vao", Turnstile = { RelayPin = 17 }, Indicator = { GreenPin = 22, RedPin = 27 } };
        using (var pins = await WaitingPins.OpenAsync([lane], () => chip, TimeProvider.System, NullLogger.Instance, default))
        {
            pins.Begin(Signal.Unenrolled);
            Assert.Throws<GpioException>(() => chip.OpenOutput(17, false, "another"));
            Assert.Throws<GpioException>(() => chip.OpenOutput(22, false, "another"));
        }
        using var relay = chip.OpenOutput(17, false, "another");
    }

    [Fact]
    public async Task A_gate_without_its_chip_can_be_enrolled_all_the_same()
    {
        var lane = new LaneOptions { Name = "vao", Turnstile = { RelayPin = 17 }, Indicator = { GreenPin = 22 } };
        using var pins = await WaitingPins.OpenAsync(
            [lane], static () => throw new GpioException("no chip"), TimeProvider.System, NullLogger.Instance, default);
        pins.Begin(Signal.Unenrolled);
        pins.Refuse();
        pins.Result(Signal.EnrolmentFailed);
    }

    [Theory]
    [InlineData(EnrolmentReasons.Unknown), InlineData(EnrolmentReasons.Wrong), InlineData(EnrolmentReasons.Used)]
    [InlineData(EnrolmentReasons.Expired), InlineData(EnrolmentReasons.Withdrawn), InlineData(EnrolmentReasons.Busy)]
    [InlineData(EnrolmentReasons.Malformed), InlineData(EnrolmentReasons.NotAGate), InlineData("a word of a later hub")]
    [InlineData("unreachable"), InlineData("not_the_hub"), InlineData("unusable_answer"), InlineData("not_stored")]
    [InlineData("already_enrolled")]
    public void Every_failure_has_words_in_both_languages_that_say_what_to_do(string failure)
    {
        var outcome = new EnrolmentOutcome(null, null, failure, "{0} of {9}", DateTimeOffset.UnixEpoch);
        foreach (var language in Enum.GetValues<Language>())
        {
            var words = FailureWords.Of(outcome, language);
            Assert.Matches("^[✗!] ", words);
            Assert.InRange(words.Split(['.', ':', ';'], StringSplitOptions.RemoveEmptyEntries).Length, 2, 20);
        }
        Assert.NotEqual(FailureWords.Of(outcome, Language.English), FailureWords.Of(outcome, Language.Vietnamese));
    }

    private EnrolmentTurn Turn(TakeUpClaim takeUp, TimeProvider? time = null) => new(
        takeUp, _pins, WaitingWords.Of(Language.English), new Liveness(TimeProvider.System), time ?? TimeProvider.System,
        NullLogger.Instance);
}

using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Fixtures;
using CheckIn.Gate.Kiosk;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Turnstile;
using CheckIn.Settings;

namespace CheckIn.Gate.Tests.Kiosk;

public sealed class ScreenViewTests
{
    private static readonly ScreenView Welcome = new(ScreenKind.Admitted, Reasons.KnownCredential, "Nguyễn V. T.");

    [Fact]
    public void An_answer_goes_before_what_lasts_and_an_emergency_before_all()
    {
        Assert.Equal(Welcome, ScreenView.Of(Welcome, Signal.LockedDown, reads: true, tries: false));
        Assert.Equal(ScreenKind.LockedDown, ScreenView.Of(null, Signal.LockedDown, reads: true, tries: true).Kind);
        Assert.Equal(new ScreenView(ScreenKind.Emergency), ScreenView.Of(Welcome, Signal.Emergency, reads: true, tries: false));
    }

    [Fact]
    public void Nobody_is_asked_for_a_code_by_a_lane_that_reads_or_opens_nothing()
    {
        Assert.Equal(ScreenKind.OutOfOrder, ScreenView.Of(null, Signal.Idle, reads: false, tries: false).Kind);
        Assert.Equal(ScreenKind.OutOfOrder, ScreenView.Of(null, Signal.OutOfOrder, reads: true, tries: false).Kind);
        Assert.Equal(ScreenKind.Idle, ScreenView.Of(null, Signal.Idle, reads: true, tries: false).Kind);
        Assert.Equal(ScreenKind.Reading, ScreenView.Of(null, Signal.Idle, reads: true, tries: true).Kind);
    }

    [Fact]
    public void Whoever_is_admitted_is_told_to_wait_or_that_it_does_not_open_where_it_is_so()
    {
        Assert.Equal((ScreenKind.Wait, "Nguyễn V. T."), Of(Signal.Wait));
        Assert.Equal((ScreenKind.Refused, null), Of(Signal.Refused));
        Assert.Equal(Reasons.TurnstileFailed, ScreenView.Of(Welcome, Signal.Refused, reads: true, tries: false).Reason);

        static (ScreenKind, string?) Of(Signal signal) =>
            ScreenView.Of(Welcome, signal, reads: true, tries: false) is var view ? (view.Kind, view.Name) : default;
    }

    [Fact]
    public void Whatever_lamps_can_show_has_words_in_both_languages_that_differ()
    {
        foreach (var kind in Enum.GetValues<ScreenKind>())
        {
            foreach (var direction in Enum.GetValues<Direction>())
            {
                var view = new ScreenView(kind, Reasons.Expired);
                var (en, vi) = (ScreenWords.Of(view, direction, Language.English), ScreenWords.Of(view, direction, Language.Vietnamese));
                Assert.All([en.Title, en.Text, vi.Title, vi.Text], static text => Assert.InRange(text.Length, 4, 120));
                Assert.NotEqual(en.Title, vi.Title);
                Assert.NotEqual(en.Text, vi.Text);
                Assert.DoesNotContain('!', en.Title + en.Text + vi.Title + vi.Text);
            }
        }
    }

    [Fact]
    public void An_answer_and_its_name_are_gone_after_their_time()
    {
        var time = new FakeTime();
        var screen = new LaneScreen(new KioskOptions(), time);
        screen.Answered(Outcome.Admitted, Reasons.KnownCredential, Named("Nguyễn Văn Thử"));
        Assert.Equal(Welcome, screen.Answer);
        time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(Welcome, screen.Answer);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Null(screen.Answer);
    }

    [Fact]
    public void The_next_answer_takes_the_place_of_the_one_before_and_whoever_waits_hears_of_it()
    {
        var screen = new LaneScreen(new KioskOptions(), new FakeTime());
        screen.Answered(Outcome.Admitted, Reasons.KnownCredential, Named("Nguyễn Văn Thử"));
        var changed = screen.Changed;
        Assert.False(changed.IsCompleted);
        screen.Answered(Outcome.Refused, Reasons.Denied, Named("Trần Thị Mẫu"));
        Assert.True(changed.IsCompleted);
        // Why somebody is refused is for him; who he is, for nobody who looks on.
        Assert.Equal(new ScreenView(ScreenKind.Refused, Reasons.Denied), screen.Answer);
    }

    [Fact]
    public void Names_are_shown_only_where_they_are_wanted()
    {
        var screen = new LaneScreen(new KioskOptions { Names = NamesShown.None }, new FakeTime());
        screen.Answered(Outcome.Admitted, Reasons.KnownCredential, Named("Nguyễn Văn Thử"));
        Assert.Null(screen.Answer!.Name);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("127.0.0.1:8090", true)]
    [InlineData("[::1]:8090", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0:8090", false)]
    [InlineData("192.168.1.5:8090", false)]
    [InlineData("localhost:8090", false)]
    [InlineData("127.0.0.1:0", false)]
    [InlineData("127.0.0.1:65535", true)]
    [InlineData("127.0.0.1:65536", false)]
    public void Pages_are_for_this_machine_alone(string listen, bool isGood)
    {
        var options = new KioskOptions { Listen = listen };
        Assert.Equal(isGood, SettingsCheck.Problems(options, "Kiosk").Count == 0);
        if (isGood)
            Assert.Equal(listen.Length == 0, options.EndPoint is null);
    }

    private static Credential Named(string name) => new(
        CredentialKind.Cccd, "cccd:001099000001", null, new Dictionary<string, string> { ["name"] = name }, 80);
}

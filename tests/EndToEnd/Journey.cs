using CheckIn.Fixtures;

namespace CheckIn.EndToEnd.Tests;

/// <summary>A folder of drawn pictures, and premises for one test; real processes, real sockets, real files.</summary>
public abstract class Journey : IAsyncLifetime
{
    protected const string Gate = "cong-vao";
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-e2e-").FullName;

    protected Premises Premises { get; private set; } = null!;

    protected string Pictures { get; private set; } = "";

    public Task InitializeAsync()
    {
        Premises = new Premises(_folder);
        Pictures = Path.Combine(_folder, "pictures");
        Directory.CreateDirectory(Pictures);
        DrawPictures(Pictures);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await Premises.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Six small, quickly read pictures: four that pass, two that do not.</summary>
    private static void DrawPictures(string folder)
    {
        var codes = new SyntheticCodes(7);
        string[] texts =
        [
            codes.Cccd(), codes.NationalPersonalQr(), codes.CanCuoc(), codes.VenueCode(), codes.Unknown(), codes.Cccd(),
        ];
        for (var i = 0; i < texts.Length; i++)
            PngWriter.Save(QrPicture.Draw(texts[i], new QrLook { ModuleSize = 3 }, 320, 320), Path.Combine(folder, $"{i}.png"));
    }

    /// <summary>Waits until <paramref name="holds"/>, or fails with what the processes printed.</summary>
    protected async Task Eventually(string what, Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            Assert.False(limit.IsCancellationRequested, $"{what} did not come about.\n{Premises.Tails}");
            await Task.Delay(50);
        }
    }

    protected Task EventuallyDecided(int atLeast) => Eventually($"{atLeast} decisions", () => Task.FromResult(
        File.Exists(Premises.TraceOf(Gate)) && File.ReadLines(Premises.TraceOf(Gate)).Count() >= atLeast));

    protected void AssertNothingMissing(Tally tally, int leastDecided)
    {
        Assert.True(tally.Events == tally.EventsStored, $"{tally.Events - tally.EventsStored} events are missing.\n{Premises.Tails}");
        Assert.Equal(0, tally.Missing);
        Assert.Equal(0, tally.Wrong);
        Assert.True(tally.Decided >= leastDecided, $"only {tally.Decided} decisions");
    }
}

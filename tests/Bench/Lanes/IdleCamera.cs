namespace CheckIn.Bench.Lanes;

internal static class IdleCamera
{
    internal static Dictionary<string, string> Settings(double framesPerSecond) => [];
}

using CheckIn.Hardware;
using CheckIn.Hardware.Devices;
using CheckIn.Hardware.Scenarios;

return args switch
{
    ["frames", var folder] => Frames.Draw(folder),
    ["try", .. var names] => await Trial.RunAsync(names),
    _ => Trial.Misused(),
};

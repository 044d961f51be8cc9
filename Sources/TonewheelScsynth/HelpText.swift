/// The output of `-h`.
enum HelpText {
    static let text = """
        tonewheel-scsynth: a synthesis server with the command line of scsynth.

          -u <port>       UDP port to listen on
          -t <port>       TCP port to listen on
          -p <password>   password that clients send first over TCP; UDP needs none
          -B <address>    address to listen on (127.0.0.1)
          -i, -o <n>      input and output channels (8)
          -a <n>          audio buses (1024)        -c <n>       control buses (16384)
          -b <n>          buffers (1024)            -n <n>       nodes (1024)
          -d <n>          SynthDefs (1024)          -w <n>       wires in a synth (64)
          -z <frames>     block size (64)           -Z <frames>  period of the device
          -S <hertz>      sample rate               -H <name>    name of a JACK server
          -l <n>          clients (64)              -r <seed>    seed of random numbers
          -m <kB>         maximum memory of all synths together (no limit)
          -D <0|1>        load the SynthDefs of the folder synthdefs (1)
          -P <folder>     restrict file access to this folder (/)
          -V <n>          verbosity (0)
          -N <score> <input|_> <output> <rate> <header> <sample format>
                          render a score into a sound file, as fast as possible
          --isolation <none|worker|redundant>
                          render in a process of its own, so that a crash of a synth
                          ends the sound only for a moment, or in two processes at
                          once, so that it changes no sample (none; Linux)
          --load-limit <percent>
                          refuse new synths above this load (90); 0 for no limit
          -v, --version   print the version
          -h, --help      print this text

        Accepted but ignored: -R -C -U -I -O -L -M -s -T -y.

        """
}

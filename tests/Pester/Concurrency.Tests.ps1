BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'Concurrent commands' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:paths = New-Image $folder (1..6 | ForEach-Object { "$_.png" })
    }

    AfterEach { Close-Emulator $emulator }

    It 'work under ForEach-Object -Parallel, with the session''s settings' {
        $tasks = $paths | ForEach-Object -ThrottleLimit 3 -Parallel {
            Import-Module $using:ModulePath
            $arguments = $using:Quick
            Invoke-SkinEnhance $_ @arguments -Destination "$using:folder/out"
        }
        $tasks | Should -HaveCount 6
        $tasks[0] | Should -BeOfType SkinEnhance.EnhanceTask
        $tasks.OutputPath | Should -Exist
        $known = (Get-EnhanceTask).TaskId
        $tasks.TaskId | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
    }

    It 'work under Start-ThreadJob' {
        $jobs = foreach ($path in $paths) {
            Start-ThreadJob {
                Import-Module $using:ModulePath
                $arguments = $using:Quick
                Invoke-SkinEnhance $using:path @arguments -NoWait
            }
        }
        $tasks = $jobs | Receive-Job -Wait -AutoRemoveJob
        ($tasks | Wait-EnhanceTask).Status | Should -Be (@('Completed') * 6)
    }

    It 'work under Start-Job, whose tasks bind to Wait-EnhanceTask here' {
        $job = Start-Job {
            Import-Module $using:ModulePath
            $arguments = $using:Quick
            $using:paths | Invoke-SkinEnhance @arguments -NoWait
        }
        $tasks = $job | Receive-Job -Wait -AutoRemoveJob
        $tasks | Should -HaveCount 6
        $tasks[0].psobject.TypeNames | Should -Contain 'Deserialized.SkinEnhance.EnhanceTask'
        $done = $tasks | Wait-EnhanceTask -Destination "$folder/out"
        $done | Should -HaveCount 6
        $done.OutputPath | Should -Exist
        $done.SourcePath | Sort-Object | Should -Be $paths
    }

    It 'keep a task of a job that timed out as a task' {
        Add-Fault $emulator TaskNeverEnds
        $task = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Invoke-SkinEnhance $paths[0] @Quick -NoWait)))
        $late = $task | Wait-EnhanceTask -Timeout 0.1 -ErrorVariable failure -ErrorAction SilentlyContinue
        $late.TaskId | Should -Be $task.TaskId
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'OperationTimeout,*'
    }

    It 'work in strict mode with $ErrorActionPreference = ''Stop''' {
        Set-StrictMode -Version Latest
        $ErrorActionPreference = 'Stop'
        $tasks = Get-ChildItem -LiteralPath $folder | Invoke-SkinEnhance @Quick -NoWait | Wait-EnhanceTask | Save-EnhanceResult -Destination "$folder/out"
        $tasks.OutputPath | Should -Exist
        $tasks | Format-Table | Out-String | Should -Match 'Completed'
        { "$folder/none.png", $paths[0] | Invoke-SkinEnhance -NoSave @Quick } | Should -Throw -ErrorId 'ImageNotFound,*'
    }

    It 'process hundreds of images at the highest limits' {
        $many = New-Image "$folder/many" (1..100 | ForEach-Object { "$_.png" })
        $tasks = $many | Invoke-SkinEnhance @Quick -ThrottleLimit 32 -Destination "$folder/many-out"
        $tasks.TaskId | Sort-Object -Unique | Should -HaveCount 100
        Get-ChildItem "$folder/many-out" -Force | Should -HaveCount 100
        $emulator.Record.BilledCount | Should -Be 100
    }
}
